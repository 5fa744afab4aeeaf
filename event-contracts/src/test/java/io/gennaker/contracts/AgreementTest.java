package io.gennaker.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.contracts.schema.Schemas;
import io.gennaker.contracts.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds schemas and code together: each valid sample is damaged at each place in many ways, and both must accept or
/// both must refuse the result.
class AgreementTest {
    private static final JsonMapper TREE = new JsonMapper();
    private static final Schemas SCHEMAS = new Schemas();
    private static final JsonNodeFactory NODE = JsonNodeFactory.instance;

    /// What takes the place of a value, by name.
    private static final Map<String, JsonNode> REPLACEMENTS = new TreeMap<>(Map.ofEntries(
            Map.entry("null", NODE.nullNode()),
            Map.entry("empty text", NODE.textNode("")),
            Map.entry("blank text", NODE.textNode(" \t ")),
            Map.entry("text", NODE.textNode("some words")),
            Map.entry("text of 61", NODE.textNode("a".repeat(61))),
            Map.entry("text of 64", NODE.textNode("a".repeat(64))),
            Map.entry("text of 101", NODE.textNode("a".repeat(101))),
            Map.entry("text of 201", NODE.textNode("a".repeat(201))),
            Map.entry("text of 251", NODE.textNode("a".repeat(251))),
            Map.entry("text of 254", NODE.textNode("a".repeat(254))),
            Map.entry("text of 256", NODE.textNode("a".repeat(256))),
            Map.entry("text of 301", NODE.textNode("a".repeat(301))),
            Map.entry("number as text", NODE.textNode("10")),
            Map.entry("not a number", NODE.textNode("NaN")),
            Map.entry("offset", NODE.textNode("2019-10-21T09:26:41+02:00")),
            Map.entry("no offset", NODE.textNode("2019-10-21T09:26:41")),
            Map.entry("days", NODE.textNode("P2DT3.5S")),
            Map.entry("no time", NODE.textNode("PT0S")),
            Map.entry("negative time", NODE.textNode("PT-5S")),
            Map.entry("months", NODE.textNode("P1M")),
            Map.entry("below zero", NODE.numberNode(-1)),
            Map.entry("zero", NODE.numberNode(0)),
            Map.entry("above 20", NODE.numberNode(21)),
            Map.entry("above 100", NODE.numberNode(101)),
            Map.entry("above 10000", NODE.numberNode(10_001)),
            Map.entry("above int", NODE.numberNode(3_000_000_000L)),
            Map.entry("fraction", NODE.numberNode(1.5)),
            Map.entry("true", NODE.booleanNode(true)),
            Map.entry("empty list", NODE.arrayNode()),
            Map.entry("list of null", NODE.arrayNode().addNull()),
            Map.entry("empty object", NODE.objectNode()),
            Map.entry("object of null", NODE.objectNode().putNull("key")),
            Map.entry("object of number", NODE.objectNode().put("key", 1))));

    /// Lengths of what takes the place of a text besides: longer than the widest bounds.
    private static final List<Integer> LONG_TEXTS = List.of(65_537, 200_001, 921_601);

    @ParameterizedTest
    @EnumSource
    void shouldJudgeAlikeBySchemaAndCode(MessageType type) throws JsonProcessingException {
        // Given
        var damaged = Damages.of(type, TREE.readTree(Samples.valid(type)));

        // When
        var disagreements = disagreements(type, damaged);

        // Then
        assertThat(damaged).hasSizeGreaterThan(50);
        assertThat(disagreements).isEmpty();
    }

    @Test
    void shouldJudgeEveryTaskAlike() throws JsonProcessingException {
        // Given
        var commands = Tasks.commands();

        // When
        var disagreements = new ArrayList<String>();
        for (Message command : commands) {
            var json = TREE.readTree(MessageCodec.json().writeValueAsString(command));
            var type = MessageType.of(command);
            disagreements.addAll(disagreements(type, Damages.of(type, json)));
        }

        // Then
        assertThat(disagreements).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseInFewWordsWithoutNamesOfClasses(MessageType type) throws JsonProcessingException {
        // Given
        var damaged = Damages.of(type, TREE.readTree(Samples.valid(type)));

        // When
        var reasons = damaged.values().stream().map(json -> refusal(type, json)).filter(reason -> !reason.isEmpty());

        // Then
        assertThat(reasons)
                .isNotEmpty()
                .allSatisfy(reason -> assertThat(reason)
                        .startsWith(type.shortName() + ": ")
                        .hasSizeLessThan(MessageCodec.LONGEST_REASON)
                        .doesNotContain("java.", "jackson", "io.gennaker", "Source", "problem:", "\n"));
    }

    private static List<String> disagreements(MessageType type, Map<String, String> documents) {
        var disagreements = new ArrayList<String>();
        documents.forEach((what, json) -> {
            var bySchema = SCHEMAS.problems(type, json);
            var byCode = refusal(type, json);
            if (bySchema.isEmpty() != byCode.isEmpty()) {
                disagreements.add(what + ": schema says " + bySchema + ", code says " + byCode);
            }
        });
        return disagreements;
    }

    /// The damaged forms of a document.
    ///
    /// @param damaged by a name that says where and how
    private record Damages(MessageType type, JsonNode document, Map<String, String> damaged) {
        static Map<String, String> of(MessageType type, JsonNode document) {
            return new Damages(type, document, new TreeMap<>()).all();
        }

        private Map<String, String> all() {
            visit("", document);
            return damaged;
        }

        private void visit(String path, JsonNode node) {
            switch (node) {
                case ObjectNode object -> {
                    note(path + " with another property", object, it -> it.put("other", 1));
                    names(object).forEach(name -> visit(path + "/" + name, object, name));
                }
                case ArrayNode list -> {
                    for (int index = 0; index < list.size(); index++) {
                        visit(path + "/" + index, list.get(index));
                    }
                }
                default -> {}
            }
        }

        private void visit(String path, ObjectNode object, String name) {
            note(path + " removed", object, it -> it.remove(name));
            REPLACEMENTS.forEach((what, value) -> note(path + " = " + what, object, it -> it.set(name, value)));
            if (object.get(name).isTextual()) {
                lengthen(path, object, name);
            }
            visit(path, object.get(name));
        }

        /// Up to the first that is refused: who refuses a text, by a bound or by its form, refuses longer ones.
        private void lengthen(String path, ObjectNode object, String name) {
            for (int length : LONG_TEXTS) {
                String json = note(path + " = text of " + length, object, it -> it.put(name, "a".repeat(length)));
                if (!refusal(type, json).isEmpty()) {
                    return;
                }
            }
        }

        /// Changes `place` inside the document for as long as it is looked at.
        ///
        /// @return the damaged document
        private String note(String name, ObjectNode place, Consumer<ObjectNode> change) {
            ObjectNode before = place.deepCopy();
            change.accept(place);
            String json = document.toString();
            if (!isOnlyAboutSums(place)) {
                damaged.put(name, json);
            }
            place.removeAll();
            place.setAll(before);
            return json;
        }
    }

    /// JSON Schema cannot add: that three valid weights sum to 100, or that a bound is below another, only code knows.
    private static boolean isOnlyAboutSums(ObjectNode place) {
        boolean split = place.has("release")
                && !place.has("requests")
                && weight(place, "release")
                && weight(place, "baseline")
                && weight(place, "canary");
        boolean scores =
                place.path("pass").asDouble(100) < place.path("marginal").asDouble(0);
        return split || scores;
    }

    private static boolean weight(ObjectNode place, String name) {
        return place.path(name).isInt()
                && place.get(name).intValue() >= 0
                && place.get(name).intValue() <= 100;
    }

    private static List<String> names(ObjectNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String refusal(MessageType type, String json) {
        try {
            MessageCodec.read(Samples.headers(type), json.getBytes(StandardCharsets.UTF_8));
            return "";
        } catch (MalformedMessage refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
