package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.readiness.Patience;
import io.gennaker.deployer.task.Settings;
import io.gennaker.deployer.testing.Connections;
import io.gennaker.deployer.testing.Deployer;
import io.gennaker.deployer.testing.FakeJournal;
import io.gennaker.deployer.testing.Requests;
import io.gennaker.deployer.testing.SimulatedClustersProcess;
import io.gennaker.deployer.testing.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Deliveries of one service of one namespace, whose requests run through the gateway all the while.
final class SafeDelivery implements AutoCloseable {
    /// As short as the mesh allows: its rules take 300 ms to reach the gateway.
    private static final Settings SETTINGS = new Settings(
            Duration.ofMillis(1200),
            Duration.ofMillis(700),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Patience.USUAL);
    private static final String WORKLOAD = "shop";
    private static final int RELEASE = 3;
    private static final int VARIANT = 2;
    private static final AtomicInteger EXECUTIONS = new AtomicInteger();
    private static final String MANIFESTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: %d
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec:
                  containers: [{name: app, image: "registry.example/safety/shop:%s", ports: [{containerPort: 8080}]}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: shop}
            spec: {selector: {app: shop}, ports: [{name: http, port: 80, targetPort: 8080}]}
            """;

    private final SimulatedClustersProcess clusters;
    private final Deployer deployer;
    private final String namespace;
    private final Route route;
    private final String mesh;
    private final int rate;
    private final Requests requests;

    /// How the service is asked.
    enum Asked {
        HTTP,
        GRPC,
        TCP,
        TLS
    }

    /// @param mesh the routing objects, before any canary
    SafeDelivery(SimulatedClustersProcess clusters, String namespace, Route route, String mesh, int rate, Asked asked) {
        this.clusters = clusters;
        this.deployer = new Deployer(clusters.kubeconfig(), "one", SETTINGS);
        this.namespace = namespace;
        this.route = route;
        this.mesh = mesh.replace("NAMESPACE", namespace);
        this.rate = rate;
        this.requests = switch (asked) {
            case HTTP -> Requests.http(clusters, host(), "/");
            case GRPC -> Requests.http(clusters, host(), "/acme.Checkout/Pay");
            case TCP -> new Connections(clusters, this::address, 9000, null);
            case TLS -> new Connections(clusters, this::address, 443, "shop.example.com");
        };
    }

    private String address() {
        return deployer.read("v1", "Service", namespace, WORKLOAD)
                .map(service -> service.at("spec", "clusterIP").textOr(""))
                .orElse("");
    }

    String host() {
        return "shop." + namespace + ".svc.cluster.local";
    }

    void deployRelease() {
        var execution = execution();
        succeed(
                execution,
                deployer.apply(namespace, "{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}"));
        succeed(execution, deployer.apply(namespace, manifests("v1") + mesh));
        requests.begin(rate);
        awaitRequests(rate);
    }

    private String manifests(String version) {
        return MANIFESTS.formatted(RELEASE, version);
    }

    ExecutionId execution() {
        return new ExecutionId(namespace + "-" + EXECUTIONS.incrementAndGet());
    }

    private OperationId succeed(ExecutionId execution, DeploymentTask task) {
        var run = deployer.run(execution, task);
        assertThat(run.outcome()).as("%s %s", task, run.progress()).isInstanceOf(DeploymentEvent.Succeeded.class);
        return run.operation();
    }

    JsonNode counts() {
        return requests.counts();
    }

    void awaitRequests(int more) {
        long before = counts().path("sent").asLong();
        await().atMost(Duration.ofSeconds(60)).until(() -> counts().path("sent").asLong() >= before + more);
    }

    /// As a plan does it: the route names the release first.
    void start(ExecutionId execution, boolean withBaseline, int replicas) {
        boolean isOfPods = route instanceof Route.ReplicaShare;
        int first = isOfPods ? 0 : replicas;
        if (!isOfPods) {
            back(execution);
        }
        if (withBaseline) {
            succeed(execution, new DeploymentTask.StartBaseline(deployer.target(), namespace, WORKLOAD, first));
        }
        succeed(
                execution,
                new DeploymentTask.StartCanary(
                        deployer.target(), namespace, WORKLOAD, first, CompressedText.of(manifests("v2"))));
    }

    void start(ExecutionId execution) {
        start(execution, true, VARIANT);
    }

    void startInFull(ExecutionId execution) {
        start(execution, false, RELEASE);
    }

    DeploymentTask shiftTask(TrafficSplit split) {
        return new DeploymentTask.ShiftTraffic(
                deployer.target(), namespace, route, WORKLOAD, split, Steering.NONE, WayBack.BOUNDED);
    }

    /// Requests with the header `x-canary: 1` or the cookie `canary=yes` go to the canary, and a copy of all others.
    void steer(ExecutionId execution) {
        var detour = new Steering.Detour(
                "testers", List.of(new Steering.HeaderMatch("x-canary", Steering.HeaderMatch.How.EXACT, "1")));
        // As the language writes cookies.
        var cookies = new Steering.Detour(
                "cookies",
                List.of(new Steering.HeaderMatch(
                        "cookie", Steering.HeaderMatch.How.REGEX, "(.*;\\s*)?canary=yes(\\s*;.*)?")));
        succeed(
                execution,
                new DeploymentTask.ShiftTraffic(
                        deployer.target(),
                        namespace,
                        route,
                        WORKLOAD,
                        TrafficSplit.ALL_RELEASE,
                        new Steering(List.of(detour, cookies), 100),
                        WayBack.BOUNDED));
        awaitRequests(rate);
    }

    /// Holds what becomes of requests against what [#steer] asked for.
    void observeSteered(ExecutionId execution) {
        String canary = Track.CANARY.workload(WORKLOAD, execution);
        assertThat(clusters.answeredBy(host(), "x-canary: 1")).isEqualTo(canary);
        assertThat(clusters.answeredBy(host(), "x-canary: 2")).isEqualTo(WORKLOAD);
        assertThat(clusters.answeredBy(host(), "Cookie: a=b; canary=yes; c=d")).isEqualTo(canary);
        assertThat(clusters.answeredBy(host(), "Cookie: a=b; canary=yesterday")).isEqualTo(WORKLOAD);
        long worked = clusters.worked(canary);
        int answered = counts().path("byWorkload").path(canary).asInt();
        awaitRequests(rate);
        assertThat(clusters.worked(canary)).isGreaterThan(worked);
        assertThat(counts().path("byWorkload").path(canary).asInt()).isEqualTo(answered);
    }

    void observeNothingSteered(ExecutionId execution) {
        awaitRequests(rate);
        assertThat(clusters.answeredBy(host(), "x-canary: 1")).isEqualTo(WORKLOAD);
    }

    void shift(ExecutionId execution, TrafficSplit split) {
        succeed(execution, shiftTask(split));
        awaitRequests(rate / 2);
    }

    /// What follows begins at once, before any proxy can know of the change.
    void back(ExecutionId execution) {
        succeed(execution, shiftTask(TrafficSplit.ALL_RELEASE));
    }

    void remove(ExecutionId execution) {
        succeed(execution, new DeploymentTask.RemoveVariants(deployer.target(), namespace, route, WORKLOAD));
        awaitRequests(rate / 2);
    }

    /// The route is again what it was before the first execution, and nothing of Gennaker is left.
    void restoreRoute() {
        succeed(execution(), new DeploymentTask.RestoreRoute(deployer.target(), namespace, route, WORKLOAD));
        awaitRequests(rate / 2);
        String objects = Stream.of(
                        deployer.read("networking.istio.io/v1", "VirtualService", namespace, WORKLOAD),
                        deployer.read("networking.istio.io/v1", "DestinationRule", namespace, WORKLOAD),
                        deployer.read("gateway.networking.k8s.io/v1", "GRPCRoute", namespace, WORKLOAD))
                .flatMap(Optional::stream)
                .map(found -> Yaml.READER.text(found.at("spec")))
                .collect(Collectors.joining());
        assertThat(objects).isNotEmpty().doesNotContain("release", "subset");
        assertThat(deployer.read("v1", "Service", namespace, "shop-release")).isEmpty();
    }

    /// The first steps of a canary.
    ///
    /// @param last number of the last one; see [#step]
    /// @return what applied the new version, to be undone
    OperationId walk(ExecutionId execution, int last) {
        OperationId applied = Deployer.operation(execution);
        for (int step = 0; step <= last; step++) {
            OperationId done = step(execution, step);
            applied = step == 3 ? done : applied;
        }
        return applied;
    }

    /// 0 starts baseline and canary, which get nothing yet, 1 and 2 shift, 3 promotes, 4 returns the traffic.
    private OperationId step(ExecutionId execution, int step) {
        switch (step) {
            case 0 -> {
                start(execution);
                observe(execution, TrafficSplit.ALL_RELEASE, rate);
            }
            case 1 -> shift(execution, TrafficSplit.even(10));
            case 2 -> shift(execution, TrafficSplit.even(33));
            case 3 -> {
                return promote(execution, "v2");
            }
            default -> back(execution);
        }
        return Deployer.operation(execution);
    }

    OperationId promote(ExecutionId execution, String version) {
        return succeed(execution, deployer.apply(namespace, manifests(version) + mesh));
    }

    void undo(ExecutionId execution, OperationId applied) {
        succeed(execution, new DeploymentTask.UndoApply(deployer.target(), namespace, applied));
    }

    /// Asks a shift to end while it is at work.
    void shiftAndCancel(ExecutionId execution, TrafficSplit split, int afterRecords) {
        var journal = new FakeJournal();
        var records = new AtomicInteger();
        journal.interruptBy(() -> {
            if (records.incrementAndGet() == afterRecords) {
                journal.cancel();
            }
        });
        deployer.run(execution, shiftTask(split), Duration.ofSeconds(60), journal);
        awaitRequests(rate / 4);
    }

    /// The process dies at every write of its journal; another goes on from what is recorded.
    int shiftWhileKilled(ExecutionId execution, TrafficSplit split) {
        var journal = new FakeJournal();
        var operation = Deployer.operation(execution);
        for (int kills = 0; ; kills++) {
            var writes = new AtomicInteger();
            int survived = kills + 1;
            journal.interruptBy(() -> {
                if (writes.incrementAndGet() > survived) {
                    throw new Killed();
                }
            });
            try {
                deployer.run(execution, operation, shiftTask(split), Duration.ofSeconds(60), journal);
                return kills;
            } catch (Killed dead) {
                assertThat(kills).isLessThan(50);
            }
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// As a GitOps tool does: its own version over what is there.
    void resetRoutes() {
        for (var written : Yaml.resources(mesh)) {
            deployer.cluster().apply(written.withNamespace(namespace), true);
        }
        awaitRequests(rate / 4);
    }

    /// Holds what requests saw against what was applied.
    ///
    /// @return how many requests were looked at
    int observe(ExecutionId execution, TrafficSplit split, int requests) {
        awaitRequests(rate);
        JsonNode before = counts().path("byWorkload");
        awaitRequests(requests);
        JsonNode after = counts().path("byWorkload");
        int all = 0;
        var seen = new int[Track.values().length];
        for (Track track : Track.values()) {
            String workload = track.workload(WORKLOAD, execution);
            seen[track.ordinal()] =
                    after.path(workload).asInt() - before.path(workload).asInt();
            all += seen[track.ordinal()];
        }
        for (Track track : Track.values()) {
            double expected = split.of(track) / 100.0;
            double error = Math.sqrt(expected * (1 - expected) / all);
            assertThat(Math.abs((double) seen[track.ordinal()] / all - expected))
                    .as("%s of %s: %d of %d requests", track, split, seen[track.ordinal()], all)
                    .isLessThanOrEqualTo(4 * error + 0.001);
        }
        return all;
    }

    @Override
    public void close() {
        requests.close();
        deployer.close();
    }
}
