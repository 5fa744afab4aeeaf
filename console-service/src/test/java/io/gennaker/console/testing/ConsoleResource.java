package io.gennaker.console.testing;

import io.gennaker.playground.testing.OidcProvider;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A place for the first token, heartbeats that tests can await, and patience that outlasts a slow machine.
public final class ConsoleResource implements QuarkusTestResourceLifecycleManager {
    /// Of the file with the server's keys.
    public static final String KEYS_PASSWORD = "of-the-tests";

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("console-test");
            Path secret = Files.writeString(folder.resolve("client-secret"), OidcProvider.SECRET + "\n");
            Path keys = keys(folder);
            return Map.ofEntries(
                    Map.entry("quarkus.http.ssl.certificate.key-store-file", keys.toString()),
                    Map.entry("quarkus.http.ssl.certificate.key-store-password", KEYS_PASSWORD),
                    Map.entry("quarkus.http.test-ssl-port", Integer.toString(freePort())),
                    Map.entry("gennaker.test.keys", keys.toString()),
                    Map.entry(
                            "gennaker.console.token-file",
                            folder.resolve("secrets/token").toString()),
                    Map.entry("gennaker.console.heartbeat", "300ms"),
                    Map.entry("gennaker.console.decision-patience", "30s"),
                    Map.entry("gennaker.console.definition-patience", "30s"),
                    // started by the test that logs in there; the console starts without it
                    Map.entry("gennaker.login.issuer", "http://127.0.0.1:" + freePort()),
                    Map.entry("gennaker.login.client-secret-file", secret.toString()),
                    Map.entry("gennaker.login.roles.payments", "deployer@shop,judge@shop"),
                    Map.entry("gennaker.login.roles.\"platform team\"", "maintainer"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A certificate for this machine, signed by itself.
    private static Path keys(Path folder) throws IOException {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "console",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        KEYS_PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        return file;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        // the file is in the folder for temporary files
    }
}
