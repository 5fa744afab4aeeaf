package io.gennaker.playground.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A real OpenID provider as a process: `oidc-provider` of npm, which is certified, with people who log in by name
/// alone. Needs Node.js and npm; its packages are fetched at the first use.
public final class OidcProvider implements AutoCloseable {
    /// Secret of the client `gennaker`.
    public static final String SECRET = "secret-of-the-page";

    private final Process process;
    private final int port;

    private OidcProvider(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Whether this machine can run it.
    public static boolean canRun() {
        return onPath("node") && onPath("npm");
    }

    /// @param folder `playground/oidc` of the repository
    /// @param redirect where people are led back to; empty when nobody is
    /// @param accounts JSON: `{"ann": {"email": "ann@acme.io", "groups": ["payments"]}}`
    public static OidcProvider start(Path folder, int port, String redirect, String accounts) {
        try {
            install(folder);
            var node = new ProcessBuilder("node", "provider.mjs")
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            node.environment()
                    .putAll(Map.of("PORT", Integer.toString(port), "REDIRECT", redirect, "ACCOUNTS", accounts));
            Process process = node.start();
            // Read to the end in the background, so that it never waits for a reader.
            var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String first = lines.readLine();
            while (first != null && !first.startsWith("ready")) {
                first = lines.readLine();
            }
            if (first == null) {
                throw new IllegalStateException("the OpenID provider ended at once: node provider.mjs in " + folder);
            }
            Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
            return new OidcProvider(process, port);
        } catch (IOException failed) {
            throw new UncheckedIOException("the OpenID provider in " + folder + " does not start", failed);
        }
    }

    public String issuer() {
        return "http://127.0.0.1:" + port;
    }

    /// Several builds may want it at once.
    private static void install(Path folder) throws IOException {
        Path modules = folder.resolve("node_modules");
        try (var channel = FileChannel.open(
                        folder.resolve("package-lock.json"), StandardOpenOption.READ, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (!Files.exists(modules.resolve(".package-lock.json"))) {
                Process npm = new ProcessBuilder("npm", "ci", "--prefer-offline", "--loglevel=error")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (!npm.waitFor(3, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                    npm.destroy();
                    throw new IOException("npm ci in " + folder + " failed");
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static boolean onPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
