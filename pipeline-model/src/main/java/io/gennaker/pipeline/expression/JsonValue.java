package io.gennaker.pipeline.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.contracts.MessageCodec;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;

/// JSON as a value that expressions read. What is null is absent.
public final class JsonValue {
    private JsonValue() {}

    /// @throws IllegalArgumentException when the text is no JSON
    public static Optional<Value> parse(String text) {
        try {
            return of(MessageCodec.json().readTree(text));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("it is not JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }

    private static Optional<Value> of(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> Optional.of(new Value.Text(node.textValue()));
            case BOOLEAN -> Optional.of(new Value.Truth(node.booleanValue()));
            case NUMBER ->
                Optional.of(
                        node.isIntegralNumber() && node.canConvertToLong()
                                ? new Value.Whole(node.longValue())
                                : new Value.Decimal(node.doubleValue()));
            case ARRAY -> {
                var items = new ArrayList<Value>();
                node.forEach(item -> of(item).ifPresent(items::add));
                yield Optional.of(new Value.Many(items));
            }
            case OBJECT -> {
                var fields = new TreeMap<String, Value>();
                node.properties()
                        .forEach(field -> of(field.getValue()).ifPresent(value -> fields.put(field.getKey(), value)));
                yield Optional.of(new Value.Named(fields));
            }
            case NULL, MISSING, BINARY, POJO -> Optional.empty();
        };
    }
}
