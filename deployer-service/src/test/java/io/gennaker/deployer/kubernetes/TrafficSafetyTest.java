package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.testing.Deployer;
import io.gennaker.deployer.testing.SimulatedClustersProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests run through a gateway all the while; not one may be lost to a change of ours.
class TrafficSafetyTest {
    private static final String NAMESPACE = "safety";
    private static final String HOST = "shop.safety.svc.cluster.local";
    private static final Route ROUTE =
            new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", "all")), "shop", "shop");
    private static final int RATE = 150;
    private static final String MANIFESTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: 4
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
    private static final String MESH = """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop}
            spec: {hosts: [shop, shop.safety.svc.cluster.local], http: [{name: all, route: [{destination: {host: shop}}]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: shop}
            spec: {host: shop}
            """;

    private SimulatedClustersProcess clusters;
    private Deployer deployer;

    @BeforeEach
    void deployRelease() {
        clusters = SimulatedClustersProcess.started();
        for (String version : new String[] {"v1", "v2", "v3"}) {
            clusters.push("registry.example/safety/shop:" + version, Map.of("ready-after", "200ms", "latency", "20ms"));
        }
        deployer = new Deployer(clusters.kubeconfig(), "one");
        var execution = new ExecutionId("safety-0");
        succeed(execution, deployer.apply(NAMESPACE, "{apiVersion: v1, kind: Namespace, metadata: {name: safety}}"));
        succeed(execution, deployer.apply(NAMESPACE, MANIFESTS.formatted("v1") + MESH));
        clusters.traffic("one", HOST, RATE);
        awaitMoreRequests(2 * RATE);
    }

    @AfterEach
    void stop() {
        deployer.close();
        clusters.close();
    }

    private void succeed(ExecutionId execution, DeploymentTask task) {
        var run = deployer.run(execution, task);
        assertThat(run.outcome()).as("%s %s", task, run.progress()).isInstanceOf(DeploymentEvent.Succeeded.class);
    }

    private void awaitMoreRequests(int more) {
        long before = clusters.counts("one", HOST).path("sent").asLong();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> clusters.counts("one", HOST).path("sent").asLong() >= before + more);
    }

    private void startVariants(ExecutionId execution, String version) {
        succeed(execution, new DeploymentTask.StartBaseline(deployer.target(), NAMESPACE, "shop", 2));
        succeed(
                execution,
                new DeploymentTask.StartCanary(
                        deployer.target(), NAMESPACE, "shop", 2, CompressedText.of(MANIFESTS.formatted(version))));
    }

    private void shift(ExecutionId execution, TrafficSplit split) {
        succeed(
                execution,
                new DeploymentTask.ShiftTraffic(
                        deployer.target(), NAMESPACE, ROUTE, "shop", split, Steering.NONE, WayBack.BOUNDED));
        awaitMoreRequests(RATE);
    }

    /// What follows begins at once, before any proxy can know of the change.
    private void back(ExecutionId execution) {
        succeed(
                execution,
                new DeploymentTask.ShiftTraffic(
                        deployer.target(),
                        NAMESPACE,
                        ROUTE,
                        "shop",
                        TrafficSplit.ALL_RELEASE,
                        Steering.NONE,
                        WayBack.BOUNDED));
    }

    private void remove(ExecutionId execution) {
        succeed(execution, new DeploymentTask.RemoveVariants(deployer.target(), NAMESPACE, ROUTE, "shop"));
        awaitMoreRequests(RATE);
    }

    @Test
    void shouldLoseNoRequestWhileACanaryIsPromotedAndTheNextIsTakenBack() {
        // Given
        var promoted = new ExecutionId("safety-1");
        var takenBack = new ExecutionId("safety-2");

        // When
        startVariants(promoted, "v2");
        shift(promoted, TrafficSplit.even(10));
        shift(promoted, TrafficSplit.even(33));
        succeed(promoted, deployer.apply(NAMESPACE, MANIFESTS.formatted("v2") + MESH));
        back(promoted);
        remove(promoted);
        startVariants(takenBack, "v3");
        shift(takenBack, TrafficSplit.even(10));
        back(takenBack);
        remove(takenBack);

        // Then
        var counts = clusters.counts("one", HOST);
        assertThat(counts.path("meshFailures").asLong()).as("%s", counts).isZero();
        assertThat(counts.path("applicationErrors").asLong()).as("%s", counts).isZero();
        assertThat(counts.path("sent").asLong()).isGreaterThan(8 * RATE);
        assertThat(counts.toString())
                .contains("shop-canary-" + promoted.revision())
                .contains("shop-canary-" + takenBack.revision())
                .contains("shop-baseline-" + promoted.revision());
    }
}
