package io.gennaker.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.contracts.schema.Schemas;
import io.gennaker.contracts.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplesTest {
    private static final JsonMapper TREE = new JsonMapper();
    private static final Path REASONS = Path.of("src/main/resources/io/gennaker/contracts/samples/_invalid.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+)` \\| `(.*)` \\|");
    private static final Schemas SCHEMAS = new Schemas();

    @ParameterizedTest
    @EnumSource
    void shouldPublishSchemaOfTheStandard(MessageType type) {
        // When
        var problems = Schemas.problemsOfSchema(type);

        // Then
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAcceptValidSampleBySchema(MessageType type) {
        // When
        var problems = SCHEMAS.problems(type, Samples.valid(type));

        // Then
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteValidSampleAsItWasRead(MessageType type) throws JsonProcessingException {
        // Given
        var message = Samples.message(type);

        // When
        var written = new String(MessageCodec.value(message), StandardCharsets.UTF_8);

        // Then
        assertThat(TREE.readTree(written)).isEqualTo(TREE.readTree(Samples.valid(type)));
        assertThat(message).isInstanceOf(type.record());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseInvalidSampleBySchema(MessageType type) {
        // When
        var problems = SCHEMAS.problems(type, Samples.invalid(type));

        // Then
        assertThat(problems).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseInvalidSampleWithItsReason(MessageType type) throws IOException {
        // Given
        var reason = reasons().get(type.shortName());
        var value = Samples.invalid(type).getBytes(StandardCharsets.UTF_8);

        // When
        var refusal =
                catchThrowableOfType(MalformedMessage.class, () -> MessageCodec.read(Samples.headers(type), value));

        // Then
        assertThat(refusal).hasMessage(type.shortName() + ": " + reason);
    }

    private static Map<String, String> reasons() throws IOException {
        try (var lines = Files.lines(REASONS)) {
            return lines.map(ROW::matcher)
                    .filter(row -> row.matches())
                    .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        }
    }
}
