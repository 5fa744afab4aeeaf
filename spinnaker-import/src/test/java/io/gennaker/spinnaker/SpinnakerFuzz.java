package io.gennaker.spinnaker;

import io.gennaker.spinnaker.json.UnreadableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// For `benchmarks/fuzz.sh`: Spinnaker's pipelines. They are imported or are no pipelines; any other exception is a
/// finding.
public final class SpinnakerFuzz {
    private SpinnakerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            new SpinnakerImport().read("fuzz.json", new String(input, StandardCharsets.UTF_8));
        } catch (UnreadableFile expected) {
            // said so
        }
    }

    /// Writes seeds into a folder.
    public static void main(String[] arguments) throws IOException {
        try (var files = Files.list(Path.of("spinnaker-import/src/test/resources/pipelines"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, Path.of(arguments[0], file.getFileName().toString()));
            }
        }
    }
}
