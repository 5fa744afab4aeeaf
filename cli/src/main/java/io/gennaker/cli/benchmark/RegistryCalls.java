package io.gennaker.cli.benchmark;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// A registry that tells of pushes: each of another tag, of the images in turn.
final class RegistryCalls {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(5);

    private final URI webhook;
    private final int callers;
    private final AtomicInteger number = new AtomicInteger();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RegistryCalls(URI webhook, int callers) {
        this.webhook = webhook;
        this.callers = callers;
    }

    /// @param calledAt when each event was called with, by its id
    record Measured(long nanos, double[] answerMillis, Map<String, Long> calledAt) {}

    /// @return nanoseconds until the answer
    long one(int images) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        call(number.incrementAndGet(), images);
        return System.nanoTime() - begun;
    }

    Measured many(int count, int images) throws InterruptedException {
        var calledAt = new ConcurrentHashMap<String, Long>();
        var answerMillis = new double[count];
        var next = new AtomicInteger();
        int first = number.getAndAdd(count) + 1;
        long begun = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(callers)) {
            var working = IntStream.range(0, callers)
                    .mapToObj(_ -> threads.submit(() -> {
                        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                            long before = System.nanoTime();
                            calledAt.put(id(first + i), before);
                            call(first + i, images);
                            answerMillis[i] = (System.nanoTime() - before) / 1e6;
                        }
                        return null;
                    }))
                    .toList();
            for (var caller : working) {
                caller.get();
            }
        } catch (ExecutionException failed) {
            throw new CliFailure(ExitCode.UNREACHABLE, "a call failed: " + failed.getCause());
        }
        return new Measured(System.nanoTime() - begun, answerMillis, calledAt);
    }

    private static String id(int event) {
        return "bench-" + event;
    }

    private void call(int event, int images) throws IOException, InterruptedException {
        String digest = HexFormat.of().toHexDigits(event).repeat(8);
        String body = """
                {"events": [{"id": "%s", "timestamp": "2026-11-23T11:59:59Z", "action": "push", "target":
                  {"mediaType": "application/vnd.oci.image.manifest.v1+json", "repository": "app-%d",
                   "digest": "sha256:%s", "tag": "v%d"}}]}
                """.formatted(id(event), event % images, digest, event);
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(webhook)
                        .timeout(ANSWER_WITHIN)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200 || !response.body().contains("\"Started\"")) {
            throw new IOException("the service answers " + response.statusCode() + " " + response.body());
        }
    }
}
