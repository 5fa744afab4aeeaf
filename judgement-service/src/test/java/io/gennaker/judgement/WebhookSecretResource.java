package io.gennaker.judgement;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A file with the secret that signs webhooks.
public final class WebhookSecretResource implements QuarkusTestResourceLifecycleManager {
    static final String SECRET = "a secret of the test";

    @Override
    public Map<String, String> start() {
        try {
            Path file = Files.createTempFile("webhook", ".secret");
            file.toFile().deleteOnExit();
            Files.writeString(file, SECRET + "\n");
            return Map.of("gennaker.webhook.secret-file", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // the file goes with the JVM
    }
}
