package io.gennaker.judgement;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A port for a system outside, which may be called, and a secret that it may get.
public final class OutsideResource implements QuarkusTestResourceLifecycleManager {
    static final String SECRET = "a secret for systems outside";
    static final String TOKEN = "Bearer of-the-test";

    @Override
    public Map<String, String> start() {
        try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Path file = Files.createTempFile("token", ".secret");
            file.toFile().deleteOnExit();
            Files.writeString(file, TOKEN + "\n");
            Path secret = Files.createTempFile("callout", ".secret");
            secret.toFile().deleteOnExit();
            Files.writeString(secret, SECRET + "\n");
            return Map.of(
                    "gennaker.callout.secret-file",
                    secret.toString(),
                    "test.outside.port",
                    Integer.toString(free.getLocalPort()),
                    "gennaker.callout.allowed-networks",
                    "127.0.0.1/32",
                    "gennaker.callout.callback-url",
                    "https://gennaker.example/",
                    "gennaker.callout.secrets.ci-token.file",
                    file.toString(),
                    "gennaker.callout.secrets.ci-token.origins",
                    "http://127.0.0.1:" + free.getLocalPort());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void stop() {
        // the file goes with the JVM
    }
}
