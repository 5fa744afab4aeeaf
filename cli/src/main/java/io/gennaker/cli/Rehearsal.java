package io.gennaker.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs what people run most, so that the JVM can keep the loaded classes for the next start (`-XX:AOTCacheOutput`).
///
/// The launcher calls it once after a build; nothing is printed and nothing is changed.
final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        // Port 9 (discard): nobody listens there, so the call is made and ends at once.
        environment.put("GENNAKER_SERVER", "http://127.0.0.1:9");
        environment.put("GENNAKER_TOKEN", "rehearsal");
        Path example = Path.of(environment.getOrDefault("GENNAKER_ROOT", "."), "playground", "example", "shop");
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        for (List<String> commandLine : List.of(
                List.of("--help"),
                List.of("validate", "-f", example.toString()),
                List.of("executions"),
                List.of("status"))) {
            Gennaker.run(environment, nowhere, nowhere, commandLine.toArray(String[]::new));
        }
    }
}
