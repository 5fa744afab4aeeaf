package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The blackbox test that a job's container runs when its image says so: a number of requests to `TARGET_HOST` through
/// the gateway, each tried up to three times.
final class ProbeRun {

    private static final int ATTEMPTS = 3;
    private static final int SHOWN = 20;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    private final Probe probe;
    private final Consumer<String> log;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final Thread thread;

    private ProbeRun(Probe probe, JsonNode container, int requests, Consumer<String> log) {
        this.probe = probe;
        this.log = log;
        var host = variable(container, "TARGET_HOST", "");
        var path = variable(container, "TARGET_PATH", "/");
        this.thread = Thread.ofVirtual().name("probe").start(() -> run(host, path, requests));
    }

    static ProbeRun start(Probe probe, JsonNode container, int requests, Consumer<String> log) {
        return new ProbeRun(probe, container, requests, log);
    }

    /// The exit code, or null while it runs.
    @Nullable
    Integer exitCode() {
        return exitCode.getNow(null);
    }

    void stop() {
        thread.interrupt();
    }

    private void run(String host, String path, int requests) {
        try {
            exitCode.complete(host.isEmpty() ? withoutTarget() : sendAll(host, path, requests));
        } catch (InterruptedException _) {
            exitCode.complete(143);
        } catch (RuntimeException failure) {
            log.accept("probe broke off: " + failure);
            exitCode.complete(1);
        }
    }

    private int withoutTarget() {
        log.accept("TARGET_HOST is not set: nothing to probe");
        return 1;
    }

    private int sendAll(String host, String path, int requests) throws InterruptedException {
        log.accept("probing http://%s%s with %d requests, up to %d attempts each"
                .formatted(host, path, requests, ATTEMPTS));
        var failed = 0;
        for (var number = 1; number <= requests; number++) {
            if (!succeeds(host, path, number)) {
                failed++;
            }
        }
        log.accept("%d of %d requests succeeded, %d failed".formatted(requests - failed, requests, failed));
        return failed == 0 ? 0 : 1;
    }

    private boolean succeeds(String host, String path, int number) throws InterruptedException {
        for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var answer = probe.send(host, path);
            if (answer.passed()) {
                if (number <= SHOWN || attempt > 1) {
                    log.accept("request %d attempt %d: %s".formatted(number, attempt, answer.detail()));
                }
                return true;
            }
            log.accept("request %d attempt %d failed: %s".formatted(number, attempt, answer.detail()));
            Thread.sleep(BETWEEN_ATTEMPTS.multipliedBy(attempt));
        }
        return false;
    }

    private static String variable(JsonNode container, String name, String otherwise) {
        for (var variable : container.path("env")) {
            if (variable.path("name").asText().equals(name)) {
                return variable.path("value").asText(otherwise);
            }
        }
        return otherwise;
    }
}
