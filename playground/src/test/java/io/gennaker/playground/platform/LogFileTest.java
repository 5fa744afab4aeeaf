package io.gennaker.playground.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    Path folder;

    @Test
    void shouldGiveTheLastLinesWhole() throws IOException {
        // Given
        var file = folder.resolve("a.log");
        Files.writeString(
                file, IntStream.rangeClosed(1, 5_000).mapToObj(n -> "line " + n).collect(Collectors.joining("\n")));

        // When
        var tail = new LogFile(file).tail(3);

        // Then
        assertThat(tail).containsExactly("line 4998", "line 4999", "line 5000");
    }

    @Test
    void shouldGiveNothingWhenThereIsNoLog() {
        assertThat(new LogFile(folder.resolve("none.log")).tail(10)).isEmpty();
    }

    @Test
    void shouldSetAsideOnlyALargeLogAndDropTheOldest() throws IOException {
        // Given
        var file = folder.resolve("a.log");
        Files.writeString(folder.resolve("a.log.3"), "oldest");
        Files.writeString(folder.resolve("a.log.2"), "older");
        Files.write(file, new byte[(int) LogFile.ROTATE_AT_BYTES]);
        Files.writeString(folder.resolve("small.log"), "small");

        // When
        List.of("a.log", "small.log").forEach(name -> new LogFile(folder.resolve(name)).rotate());

        // Then
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("a.log.1")).hasSize(LogFile.ROTATE_AT_BYTES);
        assertThat(folder.resolve("a.log.3")).hasContent("older");
        assertThat(folder.resolve("small.log")).hasContent("small");
    }
}
