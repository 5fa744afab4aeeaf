package io.gennaker.cli.benchmark;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The trigger service in a process of its own, with one caller of kind `registry`.
final class TriggerProcess implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Process process;
    private final Path log;
    private final int port;

    private TriggerProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    static TriggerProcess start(Path root, Map<String, String> environment) throws IOException, InterruptedException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path log = Files.createTempFile("gennaker-bench-trigger", ".log");
        var builder = new ProcessBuilder(
                java(),
                "-Xmx1g",
                "-Dgennaker.webhooks.bench.kind=registry",
                "-Dgennaker.webhooks.bench.proof=none",
                "-Dgennaker.webhooks.bench.rate=1000000",
                "-Dgennaker.webhooks.bench.host=registry.acme.io",
                "-Dquarkus.log.level=WARN",
                "-Dquarkus.http.port=" + port,
                "-jar",
                application(root).resolve("quarkus-run.jar").toString());
        builder.environment().putAll(environment);
        var service = new TriggerProcess(
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log, port);
        service.awaitReady();
        return service;
    }

    /// Runs a program of the service and gives what it prints.
    static String run(Path root, String mainClass, List<String> arguments) throws IOException, InterruptedException {
        Path application = application(root);
        var command = new ArrayList<>(List.of(
                java(),
                "-Xmx2g",
                "-cp",
                application.resolve("app") + "/*:" + application.resolve("lib/main") + "/*:"
                        + application.resolve("lib/boot") + "/*",
                mainClass));
        command.addAll(arguments);
        Process program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (program.waitFor() != 0) {
            throw new CliFailure(ExitCode.DEFECT, mainClass + " ended with " + program.exitValue());
        }
        return printed;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path application(Path root) {
        return root.resolve("trigger-service/target/quarkus-app");
    }

    URI webhook() {
        return URI.create("http://127.0.0.1:" + port + "/webhooks/bench");
    }

    private void awaitReady() throws InterruptedException {
        Instant end = Instant.now().plus(START_WITHIN);
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                    .build();
            while (Instant.now().isBefore(end) && process.isAlive()) {
                try {
                    if (http.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // asked again below
                }
                Thread.sleep(LOOK_EVERY);
            }
        }
        close();
        throw new CliFailure(ExitCode.UNREACHABLE, "the trigger service did not start; its log: " + log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    void deleteLog() {
        try {
            Files.deleteIfExists(log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
