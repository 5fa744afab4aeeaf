package io.gennaker.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.testing.ClustersResource;
import io.gennaker.deployer.testing.SimulatedClustersProcess;
import io.gennaker.deployer.testing.Yaml;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The service as it runs: commands in by Kafka, state in Postgres, effects in a cluster, events out by Kafka.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ClustersResource.class)
class DeployerServiceTest {
    private static final ClusterTarget CLUSTER = new ClusterTarget("production", "two");
    private static final Route ROUTE =
            new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", null)), "shop", "shop");
    private static final String SHOP = """
            {apiVersion: v1, kind: Namespace, metadata: {name: NAMESPACE}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: 2
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec: {containers: [{name: app, image: "registry.example/service/IMAGE"}]}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: shop}, spec: {selector: {app: shop}, ports: [{port: 80}]}}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: shop}
            spec: {host: shop}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop}
            spec: {hosts: [shop], http: [{route: [{destination: {host: shop}}]}]}
            """;

    private static final String RESET = "{\"spec\":{\"http\":[{\"route\":[{\"destination\":{\"host\":\"shop\"}}]}]}}";

    private final String namespace = "service-" + UUID.randomUUID().toString().substring(0, 8);
    private final ExecutionId execution = new ExecutionId(namespace);
    private TestBus bus;

    @Inject
    DataSource database;

    @BeforeEach
    void open() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterEach
    void close() {
        bus.close();
    }

    private OperationId operation(String name) {
        return OperationId.of(execution, "test", name, 1);
    }

    private DeploymentCommand.Start start(String name, DeploymentTask task) {
        return start(name, task, 60);
    }

    private DeploymentCommand.Start start(String name, DeploymentTask task, int seconds) {
        var deadline = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.MILLIS);
        return new DeploymentCommand.Start(execution, operation(name), task, deadline);
    }

    private DeploymentTask apply(String image) {
        return new DeploymentTask.ApplyManifests(
                CLUSTER,
                namespace,
                CompressedText.of(SHOP.replace("NAMESPACE", namespace).replace("IMAGE", image)));
    }

    private <E extends DeploymentEvent> E awaitEvent(String operation, Class<E> type) {
        return bus.awaitMessage(
                Topic.DEPLOYMENT_EVENTS, type, event -> event.operationId().equals(operation(operation)));
    }

    private List<String> eventsOf(String operation) {
        return bus.messages(Topic.DEPLOYMENT_EVENTS, DeploymentEvent.class).stream()
                .filter(event -> event.operationId().equals(operation(operation)))
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    @Test
    void shouldAnswerACommandOnceHoweverOftenItIsSent() {
        // Given
        var command = start("apply", apply("shop:1"));
        bus.publish(command);
        bus.publish(command);
        var succeeded = awaitEvent("apply", DeploymentEvent.Succeeded.class);

        // When
        bus.publish(start("undo", new DeploymentTask.UndoApply(CLUSTER, namespace, operation("apply"))));
        awaitEvent("undo", DeploymentEvent.Succeeded.class);

        // Then
        assertThat(succeeded.outputs()).containsEntry("image", "registry.example/service/shop:1");
        assertThat(eventsOf("apply")).containsOnlyOnce("Succeeded");
    }

    @Test
    void shouldShiftTrafficAndRecordWhatIsIntended() throws SQLException {
        // Given
        startVariants();

        // When
        bus.publish(start(
                "shift",
                new DeploymentTask.ShiftTraffic(
                        CLUSTER, namespace, ROUTE, "shop", TrafficSplit.even(10), Steering.NONE, WayBack.BOUNDED)));
        var shifted = awaitEvent("shift", DeploymentEvent.TrafficShifted.class);
        awaitEvent("shift", DeploymentEvent.Succeeded.class);

        // Then
        assertThat(shifted.split()).isEqualTo(TrafficSplit.even(10));
        assertThat(eventsOf("shift")).endsWith("TrafficShifted", "Succeeded");
        assertThat(intended()).containsExactly("80/10/10 " + operation("shift") + " reached");
    }

    @Test
    void shouldGiveTheRouteBackWhatItWasFromItsRecord() {
        // Given
        startVariants();
        bus.publish(start("shift", shift(TrafficSplit.even(10))));
        awaitEvent("shift", DeploymentEvent.Succeeded.class);
        bus.publish(start("back", shift(TrafficSplit.ALL_RELEASE)));
        awaitEvent("back", DeploymentEvent.Succeeded.class);

        // When
        bus.publish(start("restore", new DeploymentTask.RestoreRoute(CLUSTER, namespace, ROUTE, "shop")));
        awaitEvent("restore", DeploymentEvent.Succeeded.class);
        bus.publish(start("again", new DeploymentTask.RestoreRoute(CLUSTER, namespace, ROUTE, "shop")));
        var again = awaitEvent("again", DeploymentEvent.Succeeded.class);

        // Then
        try (var client = foreignClient()) {
            assertThat(Serialization.asJson(routing(client, "VirtualService").get()))
                    .contains("{\"destination\":{\"host\":\"shop\"}}");
        }
        assertThat(again.outputs().get("note")).contains("nothing changed");
    }

    private DeploymentTask shift(TrafficSplit split) {
        return new DeploymentTask.ShiftTraffic(
                CLUSTER, namespace, ROUTE, "shop", split, Steering.NONE, WayBack.BOUNDED);
    }

    private void startVariants() {
        bus.publish(start("apply", apply("shop:1")));
        awaitEvent("apply", DeploymentEvent.Succeeded.class);
        bus.publish(start("baseline", new DeploymentTask.StartBaseline(CLUSTER, namespace, "shop", 1)));
        bus.publish(start(
                "canary",
                new DeploymentTask.StartCanary(
                        CLUSTER, namespace, "shop", 1, ((DeploymentTask.ApplyManifests) apply("shop:2")).manifests())));
        awaitEvent("baseline", DeploymentEvent.Succeeded.class);
        awaitEvent("canary", DeploymentEvent.Succeeded.class);
    }

    private void awaitProgress(String operation, String text) {
        bus.awaitMessage(
                Topic.DEPLOYMENT_EVENTS,
                DeploymentEvent.Progressed.class,
                event -> event.operationId().equals(operation(operation))
                        && event.message().contains(text));
    }

    private String weights(KubernetesClient client) {
        return Yaml.READER
                .json(Serialization.asJson(routing(client, "VirtualService").get()))
                .at("spec", "http")
                .items()
                .getFirst()
                .at("route")
                .items()
                .stream()
                .map(entry -> String.valueOf(entry.at("weight").numberOr(0)))
                .collect(Collectors.joining("/"));
    }

    private Resource<GenericKubernetesResource> routing(KubernetesClient client, String kind) {
        return client.genericKubernetesResources("networking.istio.io/v1", kind)
                .inNamespace(namespace)
                .withName("shop");
    }

    private void patchAs(String manager, KubernetesClient client, String kind, String patch) {
        var context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(manager)
                .build();
        routing(client, kind).patch(context, patch);
    }

    private static KubernetesClient foreignClient() {
        var kubeconfig = SimulatedClustersProcess.shared().kubeconfig().toFile();
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig("two", kubeconfig))
                .build();
    }

    @Test
    void shouldCorrectWeightsThatSomebodyElseChangedUntilItIsALoop() throws SQLException {
        try (var client = foreignClient()) {
            // Given
            startVariants();
            bus.publish(start(
                    "shift",
                    new DeploymentTask.ShiftTraffic(
                            CLUSTER, namespace, ROUTE, "shop", TrafficSplit.even(10), Steering.NONE, WayBack.BOUNDED)));
            awaitEvent("shift", DeploymentEvent.Succeeded.class);

            // When
            for (int before = 0; before < 3; before++) {
                int number = before + 1;
                patchAs("argocd-controller", client, "VirtualService", RESET);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> answers().stream()
                                        .filter("CORRECTED ended"::equals)
                                        .count()
                                == number);
                assertThat(weights(client)).isEqualTo("80/10/10");
            }
            patchAs("argocd-controller", client, "VirtualService", RESET);

            // Then
            awaitProgress("shift", "corrected: the weights of VirtualService shop are 80/10/10 again");
            awaitProgress("shift", "argocd-controller is probably a GitOps tool");
            awaitProgress("shift", "ignore the field /spec/http/0/route");
            assertThat(weights(client)).isEqualTo("0");
            assertThat(answers()).containsExactly("CORRECTED ended", "CORRECTED ended", "CORRECTED ended", "LOOPED");
            assertThat(eventsOf("shift").stream().filter(event -> !event.equals("Progressed")))
                    .containsExactly("TrafficShifted", "Succeeded");
        }
    }

    @Test
    void shouldBringBackSubsetsAndWeightsTogether() {
        try (var client = foreignClient()) {
            // Given
            startVariants();
            bus.publish(start(
                    "shift",
                    new DeploymentTask.ShiftTraffic(
                            CLUSTER, namespace, ROUTE, "shop", TrafficSplit.even(10), Steering.NONE, WayBack.BOUNDED)));
            awaitEvent("shift", DeploymentEvent.Succeeded.class);

            // When
            patchAs("flux", client, "VirtualService", RESET);
            patchAs("flux", client, "DestinationRule", "{\"spec\":{\"subsets\":null}}");

            // Then
            await().atMost(Duration.ofSeconds(60)).until(() -> weights(client).equals("80/10/10"));
            assertThat(Yaml.READER
                            .json(Serialization.asJson(
                                    routing(client, "DestinationRule").get()))
                            .at("spec", "subsets")
                            .items())
                    .hasSize(3);
        }
    }

    /// What was done about drifts, oldest first.
    private List<String> answers() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select answer || case when ended_at is null then '' else ' ended' end"
                                + " from route_drift where operation_id = ? order by number")) {
            select.setString(1, operation("shift").value());
            var found = new ArrayList<String>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private List<String> intended() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select release || '/' || baseline || '/' || canary || ' ' || operation_id"
                                + " || case when reached_at is null then '' else ' reached' end"
                                + " from intended_weights where namespace = ?")) {
            select.setString(1, namespace);
            var found = new ArrayList<String>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    @Test
    void shouldExplainAWaitAndEndItWhenCancelled() {
        // Given
        bus.publish(start("apply", apply("slow:1")));
        var progressed = bus.awaitMessage(
                Topic.DEPLOYMENT_EVENTS,
                DeploymentEvent.Progressed.class,
                event -> event.operationId().equals(operation("apply"))
                        && event.message().contains("running, not ready"));

        // When
        bus.publish(new DeploymentCommand.Cancel(execution, operation("apply"), "a person changed their mind"));
        awaitEvent("apply", DeploymentEvent.Cancelled.class);

        // Then
        assertThat(progressed.message()).startsWith("Deployment shop: 0 of 2 available; pod shop-");
        assertThat(eventsOf("apply")).doesNotContain("Succeeded", "Failed");
    }

    @Test
    void shouldSayWhatItWaitedForWhenTheDeadlinePasses() {
        bus.publish(start("apply", apply("slow:1"), 4));

        var failed = awaitEvent("apply", DeploymentEvent.Failed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.TIMED_OUT);
        assertThat(failed.reason()).contains("Deployment shop: 0 of 2 available");
    }

    @Test
    void shouldSendTheLogOfAJobBeforeItsOutcome() {
        bus.publish(start("apply", apply("shop:1")));
        awaitEvent("apply", DeploymentEvent.Succeeded.class);
        bus.publish(start("job", new DeploymentTask.RunJob(CLUSTER, namespace, CompressedText.of("""
                                apiVersion: batch/v1
                                kind: Job
                                metadata: {name: migrate}
                                spec:
                                  template:
                                    spec:
                                      restartPolicy: Never
                                      containers: [{name: main, image: "registry.example/service/job:1"}]
                                """))));

        awaitEvent("job", DeploymentEvent.Succeeded.class);
        assertThat(eventsOf("job")).endsWith("JobLogged", "Succeeded");
    }

    @Test
    void shouldRefuseWhatIsNotYaml() {
        bus.publish(start("apply", new DeploymentTask.ApplyManifests(CLUSTER, namespace, CompressedText.of("a: [b"))));

        var failed = awaitEvent("apply", DeploymentEvent.Failed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.REFUSED);
        assertThat(failed.reason()).contains("the manifests are not YAML").contains("line 1");
    }
}
