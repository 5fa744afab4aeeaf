package io.gennaker.contracts.schema;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.gennaker.contracts.MessageType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Validates against the published schemas.
public final class Schemas {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final Map<MessageType, Schema> loaded = new EnumMap<>(MessageType.class);

    /// What the published schema of a type says against a document; empty when it is valid.
    public List<String> problems(MessageType type, String json) {
        return loaded.computeIfAbsent(type, Schemas::load).validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    /// What the JSON Schema standard says against the published schema of a type; empty when it is a schema.
    public static List<String> problemsOfSchema(MessageType type) {
        return REGISTRY
                .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                .validate(text(type), InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static Schema load(MessageType type) {
        return REGISTRY.getSchema(text(type), InputFormat.JSON);
    }

    private static String text(MessageType type) {
        try (InputStream schema =
                Schemas.class.getResourceAsStream("/io/gennaker/contracts/schemas/" + type.type() + ".json")) {
            if (schema == null) {
                throw new AssertionError("there is no schema of " + type.type());
            }
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
