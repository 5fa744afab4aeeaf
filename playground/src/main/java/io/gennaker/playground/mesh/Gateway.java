package io.gennaker.playground.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gennaker.playground.registry.ImageBehaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/// The way into a cluster's mesh: takes HTTP requests on the loopback address, chooses a pod for each by its `Host`
/// header, and plays that pod's answer. A request that reaches no pod is answered as Envoy would, with the reason in
/// the header `x-envoy-response-flags`.
public final class Gateway implements AutoCloseable {

    /// What the metrics name as the source of every request.
    static final String WORKLOAD = "istio-ingressgateway";

    static final String NAMESPACE = "istio-system";

    /// The answer header that says why no pod answered.
    public static final String FLAGS_HEADER = "x-envoy-response-flags";

    /// The answer header that names the workload whose pod answered.
    public static final String WORKLOAD_HEADER = "x-simulated-workload";

    /// The answer header that names the pod that answered.
    public static final String POD_HEADER = "x-simulated-pod";

    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BODY = 1 << 20;

    /// Istio's default: a failed connection is tried again on another pod, twice.
    private static final int CONNECTION_ATTEMPTS = 3;

    private final String cluster;
    private final Routing routing;
    private final RequestMetrics metrics;
    private final HttpServer server;

    /// Starts to answer at once.
    ///
    /// @param port 0 for any free one
    /// @throws IOException when the port is taken
    public Gateway(String cluster, int port, Routing routing, RequestMetrics metrics) throws IOException {
        this.cluster = cluster;
        this.routing = routing;
        this.metrics = metrics;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var start = System.nanoTime();
            if (exchange.getRequestBody().skip(LARGEST_BODY) == LARGEST_BODY) {
                exchange.sendResponseHeaders(413, -1);
                return;
            }
            switch (routing.state().decide(request(exchange), ThreadLocalRandom.current())) {
                case Decision.Forward forward -> forward(exchange, forward, start);
                case Decision.Refuse refusal -> refuse(exchange, refusal, start);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "Client left cluster={0}", cluster);
        }
    }

    private static MeshRequest request(HttpExchange exchange) {
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new MeshRequest(
                headers.getOrDefault("host", ""),
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                headers);
    }

    private void forward(HttpExchange exchange, Decision.Forward forward, long start)
            throws IOException, InterruptedException {
        forward.copies().forEach(this::mirror);
        var endpoint = connect(forward);
        if (endpoint.isEmpty()) {
            refuse(
                    exchange,
                    new Decision.Refuse(Decision.Refusal.CONNECTION_FAILED, Optional.of(forward.service())),
                    start);
            return;
        }
        answer(exchange, forward.service(), endpoint.get(), start);
    }

    /// A pod works on the copy as on any other request; nobody waits for its answer.
    private void mirror(Decision.Forward copy) {
        var start = System.nanoTime();
        Thread.startVirtualThread(() -> {
            try {
                var endpoint = connect(copy);
                if (endpoint.isPresent()) {
                    var status = play(endpoint.get().behaviour());
                    var time = milliseconds(start);
                    metrics.answered(copy.service(), endpoint.get(), status, time, time);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// The pod takes its time, and fails as often as its image says.
    ///
    /// @return the status of its answer
    private static int play(ImageBehaviour behaviour) throws InterruptedException {
        var random = ThreadLocalRandom.current();
        var jitter = behaviour.latencyJitter().toNanos();
        Thread.sleep(behaviour.latency().plusNanos(jitter == 0 ? 0 : random.nextLong(jitter)));
        return random.nextDouble() < behaviour.errorRate() ? 500 : 200;
    }

    private Optional<Endpoint> connect(Decision.Forward forward) {
        var candidates = forward.candidates();
        var first = ThreadLocalRandom.current().nextInt(candidates.size());
        for (var attempt = 0; attempt < CONNECTION_ATTEMPTS; attempt++) {
            var endpoint = candidates.get((first + attempt) % candidates.size());
            if (routing.isThere(endpoint)) {
                return Optional.of(endpoint);
            }
        }
        return Optional.empty();
    }

    private void answer(HttpExchange exchange, ServiceName service, Endpoint endpoint, long start)
            throws IOException, InterruptedException {
        var podStart = System.nanoTime();
        var status = play(endpoint.behaviour());
        var podTime = milliseconds(podStart);
        var body = JSON.createObjectNode()
                .put("cluster", cluster)
                .put("workload", endpoint.workload())
                .put("pod", endpoint.pod().name())
                .put("version", endpoint.version());
        if (status == 500) {
            body.put("error", "failed as often as the image says");
        }
        exchange.getResponseHeaders().set(WORKLOAD_HEADER, endpoint.workload());
        exchange.getResponseHeaders().set(POD_HEADER, endpoint.pod().name());
        metrics.answered(service, endpoint, status, milliseconds(start), podTime);
        send(exchange, status, body);
    }

    private void refuse(HttpExchange exchange, Decision.Refuse refusal, long start) throws IOException {
        exchange.getResponseHeaders().set(FLAGS_HEADER, refusal.why().flag());
        metrics.refused(refusal, milliseconds(start));
        send(
                exchange,
                refusal.why().status(),
                JSON.createObjectNode()
                        .put("cluster", cluster)
                        .put("flags", refusal.why().flag())
                        .put("error", refusal.why().text()));
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static double milliseconds(long since) {
        return (System.nanoTime() - since) / (double) Duration.ofMillis(1).toNanos();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
