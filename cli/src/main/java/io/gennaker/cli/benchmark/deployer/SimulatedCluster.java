package io.gennaker.cli.benchmark.deployer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.playground.platform.LocalPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/// The simulated cluster of the benchmark's platform.
final class SimulatedCluster implements AutoCloseable {
    static final String CONTEXT = "production";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DEPLOYER = "gennaker-deployer";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String admin;
    private final URI api;

    SimulatedCluster(LocalPlatform platform) {
        this.admin = platform.clustersAdminUrl();
        this.api = URI.create(platform.apiServerUrl(CONTEXT));
    }

    void push(String image, Map<String, String> labels) throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("reference", image);
        body.set("labels", JSON.valueToTree(labels));
        ask(HttpRequest.newBuilder(URI.create(admin + "/images"))
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    ClusterWatch watch(String namespace) throws IOException, InterruptedException {
        return new ClusterWatch(http, api.resolve("/apis/apps/v1/namespaces/" + namespace + "/deployments"));
    }

    /// What the deployer asked so far.
    Map<String, Long> requests() throws IOException, InterruptedException {
        var asked = new TreeMap<String, Long>();
        JsonNode counts =
                ask(HttpRequest.newBuilder(URI.create(admin + "/requests")).build());
        counts.path(CONTEXT)
                .path(DEPLOYER)
                .properties()
                .forEach(count -> asked.put(count.getKey(), count.getValue().asLong()));
        return asked;
    }

    private JsonNode ask(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE, request.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
