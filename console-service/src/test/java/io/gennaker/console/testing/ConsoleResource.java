package io.gennaker.console.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A place for the first token, and waits that tests can bear.
public final class ConsoleResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("console-test");
            return Map.of(
                    "gennaker.console.token-file",
                            folder.resolve("secrets/token").toString(),
                    "gennaker.console.heartbeat", "300ms",
                    "gennaker.console.decision-patience", "4s",
                    "gennaker.console.definition-patience", "2s");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void stop() {
        // the file is in the folder for temporary files
    }
}
