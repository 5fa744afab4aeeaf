package io.gennaker.playground;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gennaker.playground.cluster.SimulatedCluster;
import io.gennaker.playground.cluster.api.Faults;
import io.gennaker.playground.mesh.RequestMetrics;
import io.gennaker.playground.mesh.Routing;
import io.gennaker.playground.registry.Image;
import io.gennaker.playground.registry.ImageRegistry;
import io.gennaker.playground.traffic.TrafficGenerator;
import io.gennaker.playground.traffic.TrafficTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// What belongs to no single cluster, over HTTP: `/images`, `/traffic`, `/faults`, `/mesh`, `/requests`, `/metrics`
/// and `/healthz`.
final class AdminServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AdminServer.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BODY = 256 << 10;

    private final ImageRegistry images;
    private final TrafficGenerator traffic;
    private final List<RequestMetrics> metrics;
    private final Map<String, SimulatedCluster> clusters;
    private final Map<String, Routing> meshes;
    private final HttpServer server;

    AdminServer(
            int port,
            ImageRegistry images,
            TrafficGenerator traffic,
            List<RequestMetrics> metrics,
            Map<String, SimulatedCluster> clusters,
            Map<String, Routing> meshes)
            throws IOException {
        this.clusters = Map.copyOf(clusters);
        this.meshes = Map.copyOf(meshes);
        this.images = images;
        this.traffic = traffic;
        this.metrics = List.copyOf(metrics);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange);
            } catch (IllegalArgumentException wrong) {
                send(exchange, 400, problem(String.valueOf(wrong.getMessage())));
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.ERROR, "Request failed path=" + exchange.getRequestURI(), failure);
                send(exchange, 500, problem(String.valueOf(failure.getMessage())));
            }
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "Client left path={0}", exchange.getRequestURI());
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        switch (request) {
            case "GET /healthz" -> sendText(exchange, "ok");
            case "GET /metrics" -> sendText(exchange, RequestMetrics.text(metrics));
            case "GET /images" -> send(exchange, 200, allImages());
            case "PUT /images" -> send(exchange, 200, describe(push(body(exchange))));
            case "GET /traffic" -> send(exchange, 200, traffic.describe());
            case "PUT /traffic" -> {
                traffic.change(target(body(exchange)));
                send(exchange, 200, traffic.describe());
            }
            case "GET /requests" -> send(exchange, 200, requests());
            case "PUT /faults" -> send(exchange, 200, fail(body(exchange)));
            case "PUT /mesh" -> send(exchange, 200, setAway(body(exchange)));
            default ->
                send(
                        exchange,
                        404,
                        problem(
                                "Nothing at '%s', there are GET and PUT of /images and /traffic, PUT of /faults and /mesh, GET of /requests, /metrics and /healthz"
                                        .formatted(request)));
        }
    }

    private ObjectNode requests() {
        var document = JSON.createObjectNode();
        clusters.forEach((name, cluster) ->
                document.set(name, JSON.valueToTree(cluster.counts().byProgram())));
        return document;
    }

    /// From now on, and for so often as said, the cluster's API server answers like this.
    private ObjectNode fail(ObjectNode body) {
        var target = named(body, clusters);
        var wanted = new ArrayList<Faults.Fault>();
        for (var fault : body.path("faults")) {
            wanted.add(new Faults.Fault(
                    fault.path("method").asText(""),
                    fault.path("path").asText(""),
                    fault.path("status").asInt(),
                    fault.path("message").asText("as asked for"),
                    fault.path("retryAfterSeconds").asInt(),
                    new AtomicInteger(fault.path("count").asInt(1))));
        }
        target.faults().set(wanted);
        return JSON.createObjectNode().put("faults", wanted.size());
    }

    /// Whether the control plane of the cluster's mesh is away.
    private ObjectNode setAway(ObjectNode body) {
        var away = body.path("away");
        if (!away.isBoolean()) {
            throw new IllegalArgumentException("away: found %s, allowed are true and false".formatted(away));
        }
        named(body, meshes).setAway(away.asBoolean());
        return JSON.createObjectNode().put("away", away.asBoolean());
    }

    private static <T> T named(ObjectNode body, Map<String, T> known) {
        var cluster = text(body, "cluster");
        var found = known.get(cluster);
        if (found == null) {
            throw new IllegalArgumentException(
                    "cluster: found '%s', there are %s".formatted(cluster, String.join(", ", known.keySet())));
        }
        return found;
    }

    private Image push(ObjectNode body) {
        var labels = new LinkedHashMap<String, String>();
        for (var label : body.path("labels").properties()) {
            if (!label.getValue().isValueNode() || label.getValue().isNull()) {
                throw new IllegalArgumentException(
                        "labels.%s: found %s, allowed is a text".formatted(label.getKey(), label.getValue()));
            }
            labels.put(label.getKey(), label.getValue().asText());
        }
        return images.push(text(body, "reference"), Map.copyOf(labels));
    }

    private ObjectNode allImages() {
        var document = JSON.createObjectNode();
        var list = document.putArray("images");
        images.images().forEach(image -> {
            var entry = describe(image);
            entry.set("labels", JSON.valueToTree(image.labels()));
            list.add(entry);
        });
        return document;
    }

    private static ObjectNode describe(Image image) {
        return JSON.createObjectNode()
                .put("reference", image.reference())
                .put("digest", image.digest())
                .put("pinned", image.pinned());
    }

    private static TrafficTarget target(ObjectNode body) {
        var rate = body.path("ratePerSecond");
        if (!rate.isIntegralNumber()) {
            throw new IllegalArgumentException("ratePerSecond: found %s, allowed is a whole number".formatted(rate));
        }
        return new TrafficTarget(
                text(body, "cluster"), text(body, "host"), body.path("path").asText("/"), rate.asInt());
    }

    private static String text(JsonNode body, String field) {
        if (!body.path(field).isTextual() || body.path(field).asText().isBlank()) {
            throw new IllegalArgumentException("%s: found %s, needed is a text".formatted(field, body.path(field)));
        }
        return body.path(field).asText();
    }

    private static ObjectNode body(HttpExchange exchange) throws IOException {
        var bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw new IllegalArgumentException("The body is larger than " + LARGEST_BODY + " bytes");
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("The body is not JSON: " + broken.getOriginalMessage());
        }
        throw new IllegalArgumentException("The body must be a JSON object");
    }

    private static ObjectNode problem(String message) {
        return JSON.createObjectNode().put("error", message);
    }

    private static void send(HttpExchange exchange, int status, JsonNode document) throws IOException {
        send(exchange, status, "application/json", document.toString());
    }

    private static void sendText(HttpExchange exchange, String text) throws IOException {
        send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", text);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
