package io.gennaker.deployer.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.playground.testing.RepositoryRoot;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The playground's simulated clusters `one` and `two` as a process of their own, on free ports.
public final class SimulatedClustersProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static @Nullable SimulatedClustersProcess shared;

    private final Path data;
    private final int[] ports = IntStream.range(0, 6).map(_ -> freePort()).toArray();
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Process process;

    private SimulatedClustersProcess() {
        try {
            data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "clusters");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /// One for all tests that leave it running.
    public static synchronized SimulatedClustersProcess shared() {
        if (shared == null) {
            shared = started();
        }
        return shared;
    }

    /// One for a test that ends it.
    public static SimulatedClustersProcess started() {
        var clusters = new SimulatedClustersProcess();
        clusters.start();
        return clusters;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public void start() {
        Path target = RepositoryRoot.find().resolve("playground/target");
        Path jar = target.resolve("playground-0.1.0-SNAPSHOT.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: build the module playground first");
        }
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx160m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            jar + File.pathSeparator + target.resolve("lib") + "/*",
                            "io.gennaker.playground.SimulatedClusters",
                            "--data",
                            data.toAbsolutePath().toString(),
                            "--cluster",
                            "one=" + ports[0] + "," + ports[1] + "," + ports[5],
                            "--cluster",
                            "two=" + ports[2] + "," + ports[3],
                            "--admin",
                            String.valueOf(ports[4]))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile()))
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        await("simulated clusters, see " + data.resolve("log"))
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> send("GET", "/healthz", "").statusCode() == 200);
    }

    /// As `kill -9`.
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    public Path kubeconfig() {
        return data.resolve("kubeconfig");
    }

    /// Pushes an image whose labels `sim.gennaker.io/...` say how it behaves.
    public void push(String reference, Map<String, String> behaviour) {
        var labels = JSON.createObjectNode();
        behaviour.forEach((name, value) -> labels.put("sim.gennaker.io/" + name, value));
        var body = JSON.createObjectNode().put("reference", reference);
        body.set("labels", labels);
        checked(send("PUT", "/images", body.toString()));
    }

    /// Makes the API server of a cluster answer badly.
    ///
    /// @param faults as JSON: a list of objects with `method`, `path`, `status`, `message`, `retryAfterSeconds`,
    /// `count`
    public void fail(String cluster, String faults) {
        checked(send("PUT", "/faults", "{\"cluster\": \"" + cluster + "\", \"faults\": " + faults + "}"));
    }

    /// Takes the control plane of a cluster's mesh away, and brings it back.
    public void controlPlaneAway(String cluster, boolean away) {
        checked(send("PUT", "/mesh", "{\"cluster\": \"" + cluster + "\", \"away\": " + away + "}"));
    }

    /// Where cluster `one` takes connections that are not HTTP.
    public int connectionsPort() {
        return ports[5];
    }

    /// Waits until the mesh of cluster `one` knows pods that answer for a host: it learns of ready pods a little after
    /// the API server.
    public void awaitServed(String host, String path) {
        await().atMost(Duration.ofSeconds(60)).until(() -> ask(host, path, "").startsWith("HTTP/1.1 200 "));
    }

    /// The workload of cluster `one` that answers a request with a header such as `x-canary: 1`.
    public String answeredBy(String host, String header) {
        return ask(host, "/", header + "\r\n")
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("x-simulated-workload:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    /// An answer of the gateway; over a bare socket, as Java's client lets nobody choose the host.
    private String ask(String host, String path, String headers) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), ports[1])) {
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Requests that the mesh of all clusters has counted for the pods of a workload, copies among them.
    public long worked(String workload) {
        return checked(send("GET", "/metrics", ""))
                .lines()
                .filter(line -> line.startsWith("istio_requests_total{")
                        && line.contains("destination_workload=\"" + workload + "\"")
                        && line.contains("reporter=\"destination\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// Sends so many requests a second through the gateway of a cluster.
    public void traffic(String cluster, String host, String path, int ratePerSecond) {
        var body = JSON.createObjectNode()
                .put("cluster", cluster)
                .put("host", host)
                .put("path", path)
                .put("ratePerSecond", ratePerSecond);
        checked(send("PUT", "/traffic", body.toString()));
    }

    /// What became of the requests for a host.
    public JsonNode counts(String cluster, String host) {
        try {
            for (JsonNode target :
                    JSON.readTree(checked(send("GET", "/traffic", ""))).path("targets")) {
                if (target.path("cluster").asText().equals(cluster)
                        && target.path("host").asText().equals(host)) {
                    return target;
                }
            }
            throw new IllegalStateException("no traffic to " + host);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String checked(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private HttpResponse<String> send(String method, String path, String body) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports[4] + path))
                            .timeout(Duration.ofSeconds(60))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
