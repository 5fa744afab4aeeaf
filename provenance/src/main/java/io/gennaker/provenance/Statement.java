package io.gennaker.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An [in-toto Statement v1](https://in-toto.io/Statement/v1) with a predicate of
/// [SLSA provenance v1](https://slsa.dev/provenance/v1).
///
/// Subjects are the images that were delivered; of a delivery without images, its plan. What became of it is in
/// `runDetails.gennaker_delivery`, an extension as SLSA names them.
public final class Statement {
    public static final String TYPE = "https://in-toto.io/Statement/v1";
    public static final String PREDICATE_TYPE = "https://slsa.dev/provenance/v1";
    static final String BUILD_TYPE = "https://gennaker.io/delivery/v1";
    static final String BUILDER = "https://gennaker.io/orchestrator";

    private static final JsonMapper JSON = new JsonMapper();

    private Statement() {}

    /// The bytes to be signed: the same for the same delivery.
    public static byte[] of(Delivery delivery) {
        ObjectNode statement = JSON.createObjectNode();
        statement.put("_type", TYPE);
        addSubjects(delivery, statement.putArray("subject"));
        statement.put("predicateType", PREDICATE_TYPE);
        ObjectNode predicate = statement.putObject("predicate");
        addDefinition(delivery, predicate.putObject("buildDefinition"));
        addRun(delivery, predicate.putObject("runDetails"));
        try {
            return JSON.writeValueAsBytes(statement);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write the statement of " + delivery.execution(), impossible);
        }
    }

    private static void addSubjects(Delivery delivery, ArrayNode subjects) {
        delivery.images()
                .forEach(image -> addDigest(image.digest(), subjects.addObject().put("name", image.name())));
        if (delivery.images().isEmpty()) {
            addDigest(delivery.planDigest(), subjects.addObject().put("name", "plan"));
        }
    }

    private static void addDefinition(Delivery delivery, ObjectNode definition) {
        definition.put("buildType", BUILD_TYPE);
        ObjectNode external = definition.putObject("externalParameters");
        external.put("pipeline", delivery.pipeline());
        external.put("application", delivery.application());
        putAllIfThere("parameters", delivery.parameters(), external);
        addTrigger(delivery.trigger(), external.putObject("trigger"));
        if (delivery.rerun() != null) {
            external.putObject("rerun")
                    .put("of", delivery.rerun().of())
                    .put("by", delivery.rerun().by())
                    .put("reason", delivery.rerun().reason());
        }
        definition.putObject("internalParameters").put("plan", delivery.planDigest());
        ArrayNode dependencies = definition.putArray("resolvedDependencies");
        delivery.images().forEach(image -> addMaterial(image, dependencies.addObject()));
        delivery.materials().forEach(material -> addMaterial(material, dependencies.addObject()));
    }

    private static void addTrigger(Delivery.Trigger trigger, ObjectNode node) {
        node.put("kind", trigger.kind());
        node.put("source", trigger.source());
        node.put("eventId", trigger.eventId());
        putIfThere("user", trigger.user(), node);
        putAllIfThere("attributes", trigger.attributes(), node);
    }

    private static void addRun(Delivery delivery, ObjectNode run) {
        run.putObject("builder").put("id", BUILDER);
        run.putObject("metadata")
                .put("invocationId", delivery.execution())
                .put("startedOn", delivery.acceptedAt().toString())
                .put("finishedOn", delivery.endedAt().toString());
        addDigest(
                delivery.recordDigest(), run.putArray("byproducts").addObject().put("name", "record"));
        ObjectNode outcome = run.putObject("gennaker_delivery");
        outcome.put("status", delivery.status());
        putIfThere("reason", delivery.reason(), outcome);
        ArrayNode stages = outcome.putArray("stages");
        delivery.stages().forEach(stage -> addStage(stage, stages.addObject()));
    }

    private static void addStage(Delivery.Stage stage, ObjectNode node) {
        node.put("id", stage.id());
        node.put("kind", stage.kind());
        node.put("status", stage.status());
        putIfThere("reason", stage.reason(), node);
        putAllIfThere("facts", stage.facts(), node);
    }

    private static void addMaterial(Delivery.Material material, ObjectNode node) {
        node.put("name", material.name());
        putIfThere("uri", material.uri(), node);
        addDigest(material.digest(), node);
    }

    private static void addDigest(String digest, ObjectNode node) {
        node.putObject("digest").put("sha256", digest.replaceFirst("^sha256:", ""));
    }

    private static void putAllIfThere(String name, @Nullable Map<String, String> values, ObjectNode node) {
        if (values != null) {
            ObjectNode all = node.putObject(name);
            new TreeMap<>(values).forEach(all::put);
        }
    }

    private static void putIfThere(String name, @Nullable String value, ObjectNode node) {
        if (value != null) {
            node.put(name, value);
        }
    }

    /// Checks an envelope, and reads the statement in it.
    ///
    /// @param trusted one of them must have signed
    /// @throws IllegalArgumentException saying why it is not accepted
    public static JsonNode verify(Envelope envelope, List<VerifyingKey> trusted) {
        if (trusted.stream().noneMatch(key -> key.accepts(envelope) > 0)) {
            throw new IllegalArgumentException("no signature is by a trusted key: "
                    + envelope.signatures().size() + " found, trusted are "
                    + trusted.stream().map(VerifyingKey::id).toList());
        }
        if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
            throw new IllegalArgumentException(
                    "payload type is '" + envelope.payloadType() + "'; allowed is " + Envelope.IN_TOTO);
        }
        JsonNode statement = parse(envelope.content());
        require(statement, "_type", TYPE);
        require(statement, "predicateType", PREDICATE_TYPE);
        return statement;
    }

    private static JsonNode parse(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("the payload is not JSON: " + malformed.getMessage(), malformed);
        }
    }

    private static void require(JsonNode statement, String name, String allowed) {
        String found = statement.path(name).asText();
        if (!found.equals(allowed)) {
            throw new IllegalArgumentException(name + " is '" + found + "'; allowed is " + allowed);
        }
    }
}
