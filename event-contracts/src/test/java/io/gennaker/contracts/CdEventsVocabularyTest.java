package io.gennaker.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.gennaker.contracts.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds our CDEvents against the vocabulary's own schemas. Those on Maven Central are of version 0.3.0; of what we
/// write, 0.4 changed only the number in the type, so the test puts the older number in its place.
class CdEventsVocabularyTest {
    private static final JsonMapper TREE = new JsonMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String NUMBER = ".0.2.0";
    private static final String OLDER_NUMBER = ".0.1.1";

    static Stream<MessageType> types() {
        return Arrays.stream(MessageType.values()).filter(type -> CdEvent.class.isAssignableFrom(type.record()));
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldFitTheSchemaOfTheVocabulary(MessageType type) throws IOException {
        // Given
        var event = new String(MessageCodec.value(Samples.message(type)), StandardCharsets.UTF_8);

        // When
        var problems = problems(type, event);

        // Then
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldFindFaultWithTheSchemaOfTheVocabularyWhenTheSubjectIsOfAnotherKind(MessageType type) throws IOException {
        // Given
        var event = (ObjectNode) TREE.readTree(Samples.valid(type));
        ((ObjectNode) event.get("subject")).put("type", "incident");

        // When
        var problems = problems(type, event.toString());

        // Then
        assertThat(problems).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldNameItselfWhateverTheEnvelopeIsGiven(MessageType type) throws JsonProcessingException {
        // Given
        var context = TREE.readTree(Samples.valid(type)).get("context");

        // When
        var headers = MessageCodec.headers(Samples.envelope(type));

        // Then
        assertThat(headers)
                .containsEntry("ce_id", context.get("id").textValue())
                .containsEntry("ce_source", context.get("source").textValue())
                .containsEntry("ce_type", context.get("type").textValue())
                .containsEntry("ce_time", context.get("timestamp").textValue())
                .containsEntry(
                        "ce_subject",
                        TREE.readTree(Samples.valid(type)).at("/subject/id").textValue())
                .containsEntry("content-type", "application/cdevents+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1.0", "0.1.1", "0.2.0", "0.3.0-draft", "0.12.3"})
    void shouldReadPublishedArtifactsOfAnyVersionWithWhatTheyAdd(String version) throws MalformedMessage {
        // Given
        var type = "dev.cdevents.artifact.published." + version;
        var headers = new HashMap<>(Samples.headers(MessageType.ARTIFACT_PUBLISHED));
        headers.put("ce_type", type);
        headers.put("content-type", "application/cdevents+json; charset=utf-8");
        var event = """
                {"context":{"version":"0.5.0","id":"event-7","source":"/ci/7","type":"%s",
                  "timestamp":"2023-03-20T14:27:05.315384Z","chainId":"4c8cb7dd","links":[{"linkType":"END"}]},
                 "subject":{"id":"pkg:oci/shop","source":"/ci","type":"artifact",
                  "content":{"sbom":{"uri":"https://sbom.example"},"user":"robot"}},
                 "customData":{"anything":1}}""".formatted(type);

        // When
        var read = MessageCodec.read(headers, event.getBytes(StandardCharsets.UTF_8));

        // Then
        var published = (TriggerEvent.ArtifactPublished) read.message();
        assertThat(published.subject().content().user()).isEqualTo("robot");
        assertThat(read.type()).isEqualTo(MessageType.ARTIFACT_PUBLISHED);
        assertThat(read.id()).isEqualTo("event-7");
        assertThat(read.source()).isEqualTo("/ci/7");
    }

    @Test
    void shouldNotKnowOtherTypesOfTheVocabulary() {
        // Given
        var types = List.of("dev.cdevents.artifact.packaged.0.2.0", "dev.cdevents.artifact.published.1.0.0");

        // When
        var known = types.stream().map(MessageType::ofType);

        // Then
        assertThat(known).allMatch(type -> type.isEmpty());
    }

    private static List<String> problems(MessageType type, String event) throws IOException {
        var schema = "/dev/cdevents/spec/schemas/" + type.shortName().replace(".", "") + ".json";
        try (var resource = CdEventsVocabularyTest.class.getResourceAsStream(schema)) {
            assertThat(resource).as(schema).isNotNull();
            var text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return REGISTRY
                    .getSchema(text, InputFormat.JSON)
                    .validate(
                            event.replace(type.shortName() + NUMBER, type.shortName() + OLDER_NUMBER), InputFormat.JSON)
                    .stream()
                    .map(Object::toString)
                    .toList();
        }
    }
}
