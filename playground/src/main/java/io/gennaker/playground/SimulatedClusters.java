package io.gennaker.playground;

import io.gennaker.playground.cluster.SimulatedCluster;
import io.gennaker.playground.cluster.controllers.Probe;
import io.gennaker.playground.cluster.controllers.Timings;
import io.gennaker.playground.mesh.ConnectionGateway;
import io.gennaker.playground.mesh.Gateway;
import io.gennaker.playground.mesh.RequestMetrics;
import io.gennaker.playground.mesh.Routing;
import io.gennaker.playground.registry.ImageRegistry;
import io.gennaker.playground.traffic.GatewayClient;
import io.gennaker.playground.traffic.TrafficGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Several simulated clusters in one process, each with an API server, controllers and a mesh with its gateway, around
/// one image registry and one traffic generator. A stand-in for real clusters, for demonstrations and tests on one
/// machine.
public final class SimulatedClusters implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SimulatedClusters.class.getName());

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<String, SimulatedCluster> clusters = new LinkedHashMap<>();
    private final Map<String, Routing> meshes = new LinkedHashMap<>();
    private final Map<String, Gateway> gateways = new LinkedHashMap<>();
    private final Map<String, Integer> connectionPorts = new LinkedHashMap<>();
    private final Path kubeconfig;
    private final AdminServer admin;

    static {
        // answers leave at once, and idle connections are kept longer than clients keep them
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "300");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    /// Opens the clusters kept in the data folder and serves them.
    ///
    /// @throws IOException when a file cannot be used or a port is taken
    SimulatedClusters(SimulatedClustersOptions options, Timings timings) throws IOException {
        var data = options.data().toAbsolutePath();
        Files.createDirectories(data);
        var images = ImageRegistry.open(data.resolve("images.json"));
        var client = keep(new GatewayClient());
        var metrics = new ArrayList<RequestMetrics>();
        for (var entry : options.clusters().entrySet()) {
            metrics.add(open(entry.getKey(), entry.getValue(), data, options.propagation(), images, client, timings));
        }
        kubeconfig = data.resolve("kubeconfig");
        Kubeconfig.write(kubeconfig, apiPorts());
        var traffic = keep(new TrafficGenerator(data.resolve("traffic.json"), gatewayPorts(), client));
        admin = keep(new AdminServer(options.adminPort(), images, traffic, metrics, clusters, meshes));
    }

    private RequestMetrics open(
            String name,
            SimulatedClustersOptions.Ports ports,
            Path data,
            Duration propagation,
            ImageRegistry images,
            GatewayClient client,
            Timings timings)
            throws IOException {
        var clock = InstantSource.system();
        var probe = probe(name, client);
        var cluster = keep(new SimulatedCluster(name, data.resolve(name), ports.api(), images, probe, timings, clock));
        clusters.put(name, cluster);
        var routing = keep(new Routing(name, cluster.store(), images, clock, propagation));
        routing.start();
        meshes.put(name, routing);
        var metrics = new RequestMetrics(name);
        gateways.put(name, keep(new Gateway(name, ports.gateway(), routing, metrics)));
        if (ports.connections() != null) {
            connectionPorts.put(
                    name,
                    keep(new ConnectionGateway(name, ports.connections(), routing))
                            .port());
        }
        return metrics;
    }

    /// A job's requests go the way that everybody's go.
    private Probe probe(String cluster, GatewayClient client) {
        return (host, path) -> {
            try {
                var answer = client.get(
                        Objects.requireNonNull(gateways.get(cluster), cluster).port(), host, path);
                var from = answer.pod().isEmpty() ? "no pod answered: " + answer.flags() : "from " + answer.pod();
                return new Probe.Attempt(answer.status() < 400, answer.status() + " " + from);
            } catch (IOException failure) {
                return new Probe.Attempt(false, String.valueOf(failure.getMessage()));
            }
        };
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    Map<String, Integer> apiPorts() {
        var ports = new LinkedHashMap<String, Integer>();
        clusters.forEach((name, cluster) -> ports.put(name, cluster.port()));
        return ports;
    }

    Map<String, Integer> gatewayPorts() {
        var ports = new LinkedHashMap<String, Integer>();
        gateways.forEach((name, gateway) -> ports.put(name, gateway.port()));
        return ports;
    }

    /// By name of the cluster, of those that take connections.
    Map<String, Integer> connectionPorts() {
        return connectionPorts;
    }

    int adminPort() {
        return admin.port();
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    /// Ends everything, last opened first.
    @Override
    public void close() {
        for (var part : parts) {
            try {
                part.close();
            } catch (Exception failure) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Could not close " + part.getClass().getSimpleName(),
                        failure);
            }
        }
        parts.clear();
    }

    /// Runs until the process is ended.
    public static void main(String[] arguments) throws InterruptedException {
        SimulatedClusters clusters;
        try {
            var options = SimulatedClustersOptions.parse(List.of(arguments));
            System.out.println(
                    "These clusters are simulated: a stand-in for Kubernetes and Istio on this machine only.");
            clusters = new SimulatedClusters(options, Timings.usual());
        } catch (IllegalArgumentException | IOException refused) {
            System.err.println(refused.getMessage());
            System.err.println(SimulatedClustersOptions.USAGE);
            System.exit(2);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(clusters::close));
        System.out.printf(
                "Simulated clusters ready: api=%s gateways=%s admin=%d kubeconfig=%s%n",
                clusters.apiPorts(), clusters.gatewayPorts(), clusters.adminPort(), clusters.kubeconfig());
        Thread.currentThread().join();
    }
}
