package io.gennaker.cli.benchmark.deployer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Sees Deployments as anybody sees them who watches the API server, and when.
final class ClusterWatch implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Long> created = new ConcurrentHashMap<>();
    private final Map<String, Long> available = new ConcurrentHashMap<>();
    private final Stream<String> events;
    private final Thread thread;

    /// Returns when the watch is open.
    ///
    /// @param deployments the collection
    ClusterWatch(HttpClient http, URI deployments) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(deployments + "?watch=true&resourceVersion=0"))
                .build();
        events = http.send(request, HttpResponse.BodyHandlers.ofLines()).body();
        thread = Thread.ofPlatform().name("bench-watch").daemon().start(this::read);
    }

    private void read() {
        try {
            events.forEach(this::take);
        } catch (RuntimeException ended) {
            // closed
        }
    }

    private void take(String line) {
        long now = System.nanoTime();
        try {
            JsonNode deployment = JSON.readTree(line).path("object");
            String name = deployment.at("/metadata/name").asText();
            created.putIfAbsent(name, now);
            if (deployment.at("/status/availableReplicas").asInt() > 0) {
                available.putIfAbsent(name, now);
            }
        } catch (IOException malformed) {
            throw new IllegalStateException("the watch brought no JSON", malformed);
        }
    }

    /// By the clock of [System#nanoTime].
    ///
    /// @throws IllegalStateException when it was not seen
    long createdAt(String name) {
        return seen(created, name);
    }

    long availableAt(String name) {
        return seen(available, name);
    }

    private static long seen(Map<String, Long> times, String name) {
        Long time = times.get(name);
        if (time == null) {
            throw new IllegalStateException("the watch of the benchmark did not see Deployment " + name);
        }
        return time;
    }

    @Override
    public void close() {
        events.close();
        thread.interrupt();
    }
}
