package io.gennaker.playground;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.playground.cluster.controllers.Timings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Two simulated clusters on free ports, for tests over HTTP.
final class RunningClusters implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final SimulatedClusters clusters;
    private final HttpClient client = HttpClient.newHttpClient();

    RunningClusters(Path data) throws IOException {
        var ports = new LinkedHashMap<String, SimulatedClustersOptions.Ports>();
        ports.put("one", new SimulatedClustersOptions.Ports(0, 0, 0));
        ports.put("two", new SimulatedClustersOptions.Ports(0, 0, null));
        clusters = new SimulatedClusters(
                new SimulatedClustersOptions(data, ports, 0, Duration.ofMillis(100)), Timings.usual());
    }

    void image(String reference, Map<String, String> labels) throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("reference", reference);
        body.set("labels", JSON.valueToTree(labels));
        var answer = admin("PUT", "/images", body.toString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("The image was refused: " + answer.body());
        }
    }

    void traffic(String cluster, String host, int rate) throws IOException, InterruptedException {
        var body = JSON.createObjectNode()
                .put("cluster", cluster)
                .put("host", host)
                .put("path", "/")
                .put("ratePerSecond", rate);
        var answer = admin("PUT", "/traffic", body.toString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("The traffic was refused: " + answer.body());
        }
    }

    /// The counts of the only host that gets traffic.
    JsonNode trafficCounts() throws IOException, InterruptedException {
        return JSON.readTree(admin("GET", "/traffic", "").body())
                .path("targets")
                .path(0);
    }

    HttpResponse<String> admin(String method, String path, String body) throws IOException, InterruptedException {
        return send(clusters.adminPort(), method, path, body, "application/json");
    }

    HttpResponse<String> api(String method, String path, String body, String type)
            throws IOException, InterruptedException {
        return send(Objects.requireNonNull(clusters.apiPorts().get("one")), method, path, body, type);
    }

    private HttpResponse<String> send(int port, String method, String path, String body, String type)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", type)
                .header("User-Agent", "test/1")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        clusters.close();
    }
}
