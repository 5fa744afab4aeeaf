package io.gennaker.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.testing.ClustersResource;
import io.gennaker.deployer.testing.MeshedShop;
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
    private final String namespace = "service-" + UUID.randomUUID().toString().substring(0, 8);
    private final ExecutionId execution = new ExecutionId(namespace);
    private final MeshedShop shop = new MeshedShop(CLUSTER, namespace, 2);
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
        return shop.apply("registry.example/service/" + image);
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
    void shouldSayThatWhatAnApplyReplacedIsForgotten() throws SQLException {
        // Given
        bus.publish(start("apply", apply("shop:1")));
        awaitEvent("apply", DeploymentEvent.Succeeded.class);
        try (var connection = database.getConnection();
                var age = connection.prepareStatement("update previous_object set recorded_at = now() - interval"
                        + " '401 days' where operation_id = ?")) {
            age.setString(1, operation("apply").value());
            assertThat(age.executeUpdate()).isPositive();
        }
        bus.publish(start("newer", apply("shop:2")));
        awaitEvent("newer", DeploymentEvent.Succeeded.class);

        // When
        bus.publish(start("undo", new DeploymentTask.UndoApply(CLUSTER, namespace, operation("apply"))));

        // Then
        assertThat(awaitEvent("undo", DeploymentEvent.Failed.class).reason()).endsWith("nothing was restored");
    }

    @Test
    void shouldShiftTrafficAndRecordWhatIsIntended() throws SQLException {
        // Given
        startVariants();

        // When
        bus.publish(start("shift", shop.shift(TrafficSplit.even(10))));
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
        bus.publish(start("shift", shop.shift(TrafficSplit.even(10))));
        awaitEvent("shift", DeploymentEvent.Succeeded.class);
        bus.publish(start("back", shop.shift(TrafficSplit.ALL_RELEASE)));
        awaitEvent("back", DeploymentEvent.Succeeded.class);
        bus.publish(start("remove", shop.remove()));
        awaitEvent("remove", DeploymentEvent.Succeeded.class);

        // When
        bus.publish(start("restore", shop.restore()));
        awaitEvent("restore", DeploymentEvent.Succeeded.class);
        bus.publish(start("again", shop.restore()));
        var again = awaitEvent("again", DeploymentEvent.Succeeded.class);

        // Then
        try (var client = shop.client(SimulatedClustersProcess.shared())) {
            assertThat(Serialization.asJson(
                            shop.routing(client, "VirtualService").get()))
                    .contains("{\"destination\":{\"host\":\"shop\"}}");
        }
        assertThat(again.outputs().get("note")).contains("nothing changed");
    }

    @Test
    void shouldNotGiveTheRouteBackWhileAShiftWaitsForItsCanary() throws SQLException {
        // Given
        bus.publish(start("apply", apply("shop:1")));
        awaitEvent("apply", DeploymentEvent.Succeeded.class);
        bus.publish(start("canary", shop.canary("registry.example/service/slow:1", 1)));
        awaitProgress("canary", "running, not ready");
        bus.publish(start("shift", shop.shift(new TrafficSplit(90, 0, 10))));
        awaitProgress("shift", "ready pods behind host");

        // When
        bus.publish(start("restore", shop.restore()));
        awaitProgress("restore", "a shift of it is under way: " + operation("shift"));

        // Then
        assertThat(intended()).containsExactly("90/0/10 " + operation("shift"));
        for (String waiting : List.of("restore", "shift", "canary")) {
            bus.publish(new DeploymentCommand.Cancel(execution, operation(waiting), "the test is over"));
            awaitEvent(waiting, DeploymentEvent.Cancelled.class);
        }
    }

    private void startVariants() {
        bus.publish(start("apply", apply("shop:1")));
        awaitEvent("apply", DeploymentEvent.Succeeded.class);
        bus.publish(start("baseline", shop.baseline(1)));
        bus.publish(start("canary", shop.canary("registry.example/service/shop:2", 1)));
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
                .json(Serialization.asJson(
                        shop.routing(client, "VirtualService").get()))
                .at("spec", "http")
                .items()
                .getFirst()
                .at("route")
                .items()
                .stream()
                .map(entry -> String.valueOf(entry.at("weight").numberOr(0)))
                .collect(Collectors.joining("/"));
    }

    @Test
    void shouldCorrectWeightsThatSomebodyElseChangedUntilItIsALoop() throws SQLException {
        try (var client = shop.client(SimulatedClustersProcess.shared())) {
            // Given
            startVariants();
            bus.publish(start("shift", shop.shift(TrafficSplit.even(10))));
            awaitEvent("shift", DeploymentEvent.Succeeded.class);

            // When
            for (int before = 0; before < 3; before++) {
                int number = before + 1;
                shop.patchAs("argocd-controller", client, "VirtualService", MeshedShop.RESET);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> answers().stream()
                                        .filter("CORRECTED ended"::equals)
                                        .count()
                                == number);
                assertThat(weights(client)).isEqualTo("80/10/10");
            }
            shop.patchAs("argocd-controller", client, "VirtualService", MeshedShop.RESET);

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
        try (var client = shop.client(SimulatedClustersProcess.shared())) {
            // Given
            startVariants();
            bus.publish(start("shift", shop.shift(TrafficSplit.even(10))));
            awaitEvent("shift", DeploymentEvent.Succeeded.class);

            // When
            shop.patchAs("flux", client, "VirtualService", MeshedShop.RESET);
            shop.patchAs("flux", client, "DestinationRule", "{\"spec\":{\"subsets\":null}}");

            // Then
            await().atMost(Duration.ofSeconds(60)).until(() -> weights(client).equals("80/10/10"));
            assertThat(Yaml.READER
                            .json(Serialization.asJson(
                                    shop.routing(client, "DestinationRule").get()))
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
