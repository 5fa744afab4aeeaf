package io.gennaker.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// For `benchmarks/fuzz.sh`: files of definitions. They are read or have problems; any exception is a finding.
public final class DefinitionsFuzz {
    private DefinitionsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Definitions.read("fuzz.yaml", new String(input, StandardCharsets.UTF_8));
    }

    /// Writes seeds into a folder.
    public static void main(String[] arguments) throws IOException {
        try (var files = Files.walk(Path.of("playground/example"))) {
            int number = 0;
            for (Path file :
                    (Iterable<Path>) files.filter(each -> each.toString().endsWith(".yaml"))::iterator) {
                Files.copy(file, Path.of(arguments[0], number++ + ".yaml"));
            }
        }
    }
}
