package io.gennaker.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GeneratedFilesTest {
    private static final Path SCHEMAS = Path.of("src/main/resources/io/gennaker/contracts/schemas");
    private static final Path SAMPLES = Path.of("src/main/resources/io/gennaker/contracts/samples");

    @BeforeAll
    static void regenerateWhenAsked() throws IOException {
        if (Boolean.getBoolean("gennaker.regenerate")) {
            GeneratedFiles.write();
        }
    }

    @Test
    void shouldBeCommittedAsTheCodeSays() throws IOException {
        // When
        var expected = GeneratedFiles.expected();

        // Then
        for (var file : expected.entrySet()) {
            assertThat(file.getKey()).as(GeneratedFiles.HOW_TO).exists();
            assertThat(Files.readString(file.getKey()))
                    .as("%s; %s", file.getKey(), GeneratedFiles.HOW_TO)
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void shouldLeaveNoFileOfATypeThatIsGone() throws IOException {
        // Given
        var types = Stream.of(MessageType.values()).map(MessageType::type).toList();

        // When
        var schemas = names(SCHEMAS);
        var samples = names(SAMPLES);

        // Then
        assertThat(schemas)
                .containsExactlyInAnyOrderElementsOf(
                        types.stream().map(type -> type + ".json").toList());
        assertThat(samples)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("_invalid.md"),
                                types.stream().flatMap(type -> Stream.of(type + ".valid.json", type + ".invalid.json")))
                        .toList());
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
