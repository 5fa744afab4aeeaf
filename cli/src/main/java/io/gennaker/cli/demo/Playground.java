package io.gennaker.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.contracts.ImageReference;
import io.gennaker.playground.platform.LocalPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The simulated clusters as their users see them: images are pushed, requests sent, objects looked at.
final class Playground {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final String PRODUCTION = "production";
    static final String NAMESPACE = "shop";
    static final String HOST = "shop";

    private final LocalPlatform platform;
    private final Map<String, URI> apiServers;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    Playground(LocalPlatform platform) {
        this.platform = platform;
        this.apiServers = Kubeconfig.servers(platform.kubeconfig());
    }

    /// Pushes an image; its labels say how it behaves.
    ///
    /// @return the image with its digest
    ImageReference push(String reference, Map<String, String> labels) {
        JsonNode pushed = put(
                URI.create(platform.clustersAdminUrl() + "/images"),
                JSON.createObjectNode().put("reference", reference).set("labels", JSON.valueToTree(labels)));
        return ImageReference.parse(reference + "@" + pushed.path("digest").asText());
    }

    void sendRequests(int perSecond) {
        put(
                URI.create(platform.clustersAdminUrl() + "/traffic"),
                JSON.createObjectNode()
                        .put("cluster", PRODUCTION)
                        .put("host", HOST)
                        .put("path", "/")
                        .put("ratePerSecond", perSecond));
    }

    /// Requests to production so far, as the sender of the requests counts them.
    ///
    /// @param mesh answered by the mesh itself instead of a pod (no route, no healthy pod), or not answered at all
    record Requests(long sent, long mesh, long application) {
        Requests since(Requests before) {
            return new Requests(sent - before.sent, mesh - before.mesh, application - before.application);
        }
    }

    Requests requests() {
        JsonNode targets =
                get(URI.create(platform.clustersAdminUrl() + "/traffic")).path("targets");
        JsonNode counts = targets.valueStream()
                .filter(target -> target.path("host").asText().equals(HOST)
                        && target.path("cluster").asText().equals(PRODUCTION))
                .findFirst()
                .orElse(JSON.createObjectNode());
        return new Requests(
                counts.path("sent").asLong(),
                counts.path("meshFailures").asLong(),
                counts.path("applicationErrors").asLong());
    }

    private URI apiServer(String cluster) {
        URI server = apiServers.get(cluster);
        if (server == null) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE,
                    "the kubeconfig has no cluster " + cluster + "; it has " + apiServers.keySet());
        }
        return server;
    }

    void ensureNamespace(String cluster) {
        URI namespaces = apiServer(cluster).resolve("/api/v1/namespaces");
        if (status(namespaces.resolve("/api/v1/namespaces/" + NAMESPACE)) == 404) {
            var namespace = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
            namespace.putObject("metadata").put("name", NAMESPACE);
            send(HttpRequest.newBuilder(namespaces)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(namespace.toString())));
        }
    }

    /// What runs in production now.
    ///
    /// @param releaseImage image of the Deployment `shop`; empty when there is none
    /// @param availableReplicas of the release
    /// @param variants Deployments beside the release
    /// @param weights of the route, by subset
    record Production(String releaseImage, int availableReplicas, List<String> variants, Map<String, Integer> weights) {
        boolean allTrafficOnRelease() {
            return weights.equals(Map.of("release", 100));
        }
    }

    Production production() {
        URI server = apiServer(PRODUCTION);
        JsonNode deployments = get(server.resolve("/apis/apps/v1/namespaces/" + NAMESPACE + "/deployments"));
        String image = "";
        int available = 0;
        var variants = new ArrayList<String>();
        for (JsonNode deployment : deployments.path("items")) {
            String name = deployment.at("/metadata/name").asText();
            if (name.equals("shop")) {
                image = deployment.at("/spec/template/spec/containers/0/image").asText();
                available = deployment.at("/status/availableReplicas").asInt();
            } else {
                variants.add(name);
            }
        }
        return new Production(image, available, variants, weights(server));
    }

    private Map<String, Integer> weights(URI server) {
        URI route = server.resolve("/apis/networking.istio.io/v1/namespaces/" + NAMESPACE + "/virtualservices/shop");
        var weights = new TreeMap<String, Integer>();
        if (status(route) == 200) {
            for (JsonNode destination : get(route).at("/spec/http/0/route")) {
                int weight = destination.path("weight").asInt(0);
                if (weight > 0) {
                    weights.merge(destination.at("/destination/subset").asText(), weight, Integer::sum);
                }
            }
        }
        return weights;
    }

    private JsonNode get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    private JsonNode put(URI uri, JsonNode body) {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpResponse<String> response =
                exchange(request.timeout(Duration.ofSeconds(20)).build());
        if (response.statusCode() >= 300) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE,
                    response.request().method() + " " + response.uri() + " answered " + response.statusCode() + ": "
                            + response.body().lines().findFirst().orElse(""));
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException malformed) {
            throw new CliFailure(ExitCode.UNREACHABLE, response.uri() + " did not answer JSON");
        }
    }

    private int status(URI uri) {
        return exchange(HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(20))
                        .GET()
                        .build())
                .statusCode();
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new CliFailure(ExitCode.UNREACHABLE, request.uri() + " is not reached: " + unreachable.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliFailure(ExitCode.TIMEOUT, "interrupted");
        }
    }
}
