package io.gennaker.deployer.task;

import static io.gennaker.deployer.testing.Yaml.CLUSTER;
import static io.gennaker.deployer.testing.Yaml.EXECUTION;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static io.gennaker.deployer.testing.Yaml.REVISION;
import static io.gennaker.deployer.testing.Yaml.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.readiness.Patience;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.FakeCluster;
import io.gennaker.deployer.testing.FakeJournal;
import io.gennaker.deployer.testing.FakeRecords;
import io.gennaker.deployer.testing.Yaml;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Going back is immediate in traffic, and bounded by what release can carry.
class WayBackTest {
    private static final String SHOP = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: 4
              selector: {matchLabels: {app: shop}}
              template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: app, image: "shop:v1"}]}}
            """;
    private static final ResourceKey RELEASE = new ResourceKey("apps/v1", "Deployment", NAMESPACE, "shop");
    private static final TrafficSplit ALL_NEW = new TrafficSplit(0, 0, 100);

    private final FakeCluster cluster = new FakeCluster();
    private final FakeRecords records = new FakeRecords();

    @BeforeEach
    void giveEverythingToTheNewVersion() throws InterruptedException {
        Yaml.resources("""
                {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: shop, namespace: shop},
                 spec: {hosts: [shop], http: [{route: [{destination: {host: shop}}]}]}}
                ---
                {apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: shop, namespace: shop},
                 spec: {host: shop}}
                """).forEach(cluster::add);
        var manifests = CompressedText.of(SHOP);
        run(new DeploymentTask.ApplyManifests(CLUSTER, NAMESPACE, manifests), Duration.ofSeconds(60));
        run(new DeploymentTask.StartCanary(CLUSTER, NAMESPACE, "shop", 4, manifests), Duration.ofSeconds(60));
        run(shift(ALL_NEW, WayBack.BOUNDED), Duration.ofSeconds(60));
    }

    private static DeploymentTask shift(TrafficSplit split, WayBack wayBack) {
        return new DeploymentTask.ShiftTraffic(CLUSTER, NAMESPACE, ROUTE, "shop", split, Steering.NONE, wayBack);
    }

    /// @param capacity how long the way back waits for pods
    private FakeJournal run(DeploymentTask task, Duration capacity) throws InterruptedException {
        var settings = new Settings(
                Duration.ofMillis(10), Duration.ofMillis(10), capacity, Duration.ofSeconds(60), Patience.USUAL);
        var ports = new Ports(_ -> cluster, Yaml.READER, records, records, records, InstantSource.system(), settings);
        var operation = Instant.now().plusMillis(600);
        var assignment = new Assignment(
                EXECUTION, new OperationId(task.getClass().getSimpleName() + operation), task, operation);
        var journal = new FakeJournal();
        new TaskRunner(assignment, null, ports, journal).run();
        return journal;
    }

    private int releasePods() {
        return cluster.read(RELEASE).orElseThrow().at("spec", "replicas").numberOr(-1);
    }

    /// As an autoscaler does when nothing arrives any more.
    private void shrinkRelease() {
        cluster.patch(RELEASE, List.of(new PatchOperation.Replace("/spec/replicas", Value.of(1))));
    }

    private String weights() {
        return cluster
                .find("VirtualService", "shop")
                .orElseThrow()
                .at("spec", "http")
                .items()
                .getFirst()
                .at("route")
                .items()
                .stream()
                .map(entry -> entry.at("destination", "subset").textOr("-") + " "
                        + entry.at("weight").numberOr(-1))
                .collect(Collectors.joining(", "));
    }

    @Test
    void shouldScaleReleaseToCarryTheTrafficBeforeItGetsIt() throws InterruptedException {
        // Given
        shrinkRelease();

        // When
        var journal = run(shift(TrafficSplit.ALL_RELEASE, WayBack.BOUNDED), Duration.ofSeconds(60));

        // Then
        assertThat(releasePods()).isEqualTo(4);
        assertThat(weights()).isEqualTo("release 100");
        assertThat(journal.reports(DeploymentEvent.Progressed.class))
                .extracting(DeploymentEvent.Progressed::message)
                .anyMatch(said -> said.startsWith("release is scaled from 1 to 4 pods"));
    }

    @Test
    void shouldGiveReleaseNoMoreThanItsReadyPodsCarry() throws InterruptedException {
        // Given
        cluster.makeUnready(Track.RELEASE, 3);

        // When
        var journal = run(shift(TrafficSplit.ALL_RELEASE, WayBack.BOUNDED), Duration.ofSeconds(60));

        // Then
        assertThat(weights()).isEqualTo("release 25, canary-" + REVISION + " 75");
        assertThat(journal.reports(DeploymentEvent.TrafficShifted.class)).isEmpty();
        assertThat(journal.reports().getLast())
                .isInstanceOfSatisfying(
                        DeploymentEvent.Failed.class,
                        failed -> assertThat(failed.reason()).contains("release carries 25 %"));
    }

    @Test
    void shouldEndWithReleaseServingWhenItsPodsDoNotCome() throws InterruptedException {
        // Given
        cluster.makeUnready(Track.RELEASE, 3);

        // When
        run(shift(TrafficSplit.ALL_RELEASE, WayBack.BOUNDED), Duration.ofMillis(1));

        // Then
        assertThat(weights()).isEqualTo("release 100");
    }

    @Test
    void shouldNotWaitInAnEmergency() throws InterruptedException {
        // Given
        shrinkRelease();
        cluster.makeUnready(Track.RELEASE, 3);

        // When
        run(shift(TrafficSplit.ALL_RELEASE, WayBack.AT_ONCE), Duration.ofSeconds(60));

        // Then
        assertThat(weights()).isEqualTo("release 100");
        assertThat(releasePods()).isEqualTo(1);
    }

    /// Somebody edits what the route of all versions leads to.
    private void edit(String destinations) {
        cluster.add(Yaml.resource("{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: shop,"
                + " namespace: shop}, spec: {hosts: [shop], http: [{route: " + destinations + "}]}}"));
    }

    @Test
    void shouldGoBackStepwiseFromWeightsThatDoNotSumTo100() throws InterruptedException {
        // Given
        edit("[{destination: {host: shop, subset: canary-" + REVISION + "}, weight: 90},"
                + " {destination: {host: shop, subset: release}, weight: 0}]");
        cluster.makeUnready(Track.RELEASE, 3);

        // When
        run(shift(TrafficSplit.ALL_RELEASE, WayBack.BOUNDED), Duration.ofSeconds(60));

        // Then
        assertThat(weights()).isEqualTo("release 25, canary-" + REVISION + " 75");
    }

    @Test
    void shouldLetAVersionRoundToNothingOnTheWayBack() throws InterruptedException {
        // Given
        run(shift(TrafficSplit.ALL_RELEASE, WayBack.BOUNDED), Duration.ofSeconds(60));
        var manifests = CompressedText.of(SHOP.replace("replicas: 4", "replicas: 40"));
        run(new DeploymentTask.ApplyManifests(CLUSTER, NAMESPACE, manifests), Duration.ofSeconds(60));
        run(new DeploymentTask.StartBaseline(CLUSTER, NAMESPACE, "shop", 4), Duration.ofSeconds(60));
        edit("[{destination: {host: legacy}, weight: 50}, {destination: {host: shop}, weight: 50}]");
        run(shift(TrafficSplit.even(10), WayBack.BOUNDED), Duration.ofSeconds(60));
        assertThat(weights()).isEqualTo("- 50, release 40, baseline-" + REVISION + " 5, canary-" + REVISION + " 5");
        cluster.makeUnready(Track.RELEASE, 1);

        // When
        var journal = run(shift(TrafficSplit.ALL_RELEASE, WayBack.BOUNDED), Duration.ofSeconds(60));

        // Then
        assertThat(weights()).isEqualTo("- 50, release 49, canary-" + REVISION + " 1");
        assertThat(journal.reports().getLast())
                .isInstanceOfSatisfying(
                        DeploymentEvent.Failed.class,
                        failed -> assertThat(failed.reason()).contains("with the pods that are ready"));
    }
}
