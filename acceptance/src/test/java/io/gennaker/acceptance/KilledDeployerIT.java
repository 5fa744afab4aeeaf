package io.gennaker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.testing.MeshedShop;
import io.gennaker.deployer.testing.SimulatedClustersProcess;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.playground.testing.TestDatabase;
import io.gennaker.playground.testing.TestInfrastructure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The packaged deployer is killed, as by power loss, while deliveries beside each other are at each step of a canary
/// and requests run through all of them. Another process goes on; no request fails, and each delivery ends right.
class KilledDeployerIT {
    private static final ClusterTarget CLUSTER = new ClusterTarget("production", "one");
    private static final String IMAGE = "registry.example/killed/shop:";
    private static final int RATE = 40;
    /// Long enough that several deliveries can be brought to the steps that are wanted.
    private static final Duration LONG = Duration.ofMillis(1500);
    /// As short as a mesh allows whose rules take 300 ms.
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String ENDED = "ended";
    private static final String STEP = """
            select case when ended_at is null then state::json ->> 'step' else 'ended' end
            from gennaker_operation where id = ?""";
    private final TestInfrastructure infrastructure = TestInfrastructure.ensure();
    private final TestDatabase database = infrastructure.freshDatabase();
    private final String prefix = infrastructure.freshTopicPrefix();
    private final SimulatedClustersProcess clusters = SimulatedClustersProcess.started();
    private final List<OperationId> asked = new ArrayList<>();
    private TestBus bus;
    private ServiceProcess deployer;

    @BeforeEach
    void start() {
        bus = new TestBus(infrastructure.bootstrapServers(), prefix);
        clusters.push(IMAGE + "v1", Map.of("ready-after", "200ms"));
        clusters.push(IMAGE + "v2", Map.of("ready-after", "1500ms"));
        startDeployer(LONG);
    }

    @AfterEach
    void end() {
        deployer.close();
        bus.close();
        clusters.close();
    }

    /// @param pause for which it lets proxies learn, and requests end
    private void startDeployer(Duration pause) {
        deployer = ServiceProcess.start(
                "deployer",
                infrastructure,
                database,
                prefix,
                Map.of(
                        "gennaker.operations.lease",
                        "3s",
                        "gennaker.deployer.kubeconfig",
                        clusters.kubeconfig().toAbsolutePath().toString(),
                        "gennaker.deployer.settle",
                        pause.toMillis() + "ms",
                        "gennaker.deployer.drain",
                        pause.toMillis() + "ms"));
    }

    /// One service, one canary after another.
    private final class Delivery {
        private final String namespace;
        private final MeshedShop shop;
        private int begun;
        private ExecutionId execution;
        private OperationId last;

        Delivery(String namespace) {
            this.namespace = namespace;
            shop = new MeshedShop(CLUSTER, namespace, 3);
            next();
        }

        /// A newer execution.
        void next() {
            execution = new ExecutionId(namespace + "-" + ++begun);
        }

        Delivery ask(DeploymentTask task) {
            last = OperationId.of(execution, "test", "step-" + asked.size(), 1);
            asked.add(last);
            var deadline = Instant.now().plus(PATIENCE).truncatedTo(ChronoUnit.MILLIS);
            bus.publish(new DeploymentCommand.Start(execution, last, task, deadline));
            return this;
        }

        void done() {
            done(last);
        }

        /// A process may take a minute to start on a busy machine.
        void done(OperationId operation) {
            await().pollInSameThread()
                    .atMost(PATIENCE)
                    .until(() -> ends().anyMatch(event -> event.operationId().equals(operation)));
            assertThat(ends().filter(event -> event.operationId().equals(operation)))
                    .allSatisfy(event -> assertThat(event).isInstanceOf(DeploymentEvent.Succeeded.class));
        }

        DeploymentTask apply(String version) {
            return shop.apply(IMAGE + version);
        }

        DeploymentTask baseline() {
            return shop.baseline(2);
        }

        DeploymentTask canary() {
            return shop.canary(IMAGE + "v2", 2);
        }

        DeploymentTask shift(TrafficSplit split) {
            return shop.shift(split);
        }

        DeploymentTask remove() {
            return shop.remove();
        }

        JsonNode counts() {
            return clusters.counts("one", shop.host());
        }
    }

    private static boolean isEnd(DeploymentEvent event) {
        return event instanceof DeploymentEvent.Succeeded
                || event instanceof DeploymentEvent.Failed
                || event instanceof DeploymentEvent.Cancelled;
    }

    /// Returns when the delivery's last task is at a step, or beyond it: on a busy machine it may be quicker than the
    /// look.
    private void awaitStep(Delivery delivery, String step) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> List.of(step, ENDED).contains(step(delivery.last)));
    }

    private String step(OperationId operation) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                PreparedStatement select = connection.prepareStatement(STEP)) {
            select.setString(1, operation.value());
            try (ResultSet rows = select.executeQuery()) {
                String step = rows.next() ? rows.getString(1) : null;
                return step == null ? "not begun" : step;
            }
        }
    }

    private void killAndStart(List<Delivery> all, Duration pause) throws SQLException {
        deployer.kill();
        var steps = new ArrayList<String>();
        for (Delivery delivery : all) {
            steps.add(delivery.namespace + ": " + step(delivery.last));
        }
        System.getLogger(KilledDeployerIT.class.getName())
                .log(System.Logger.Level.INFO, "killed at {0}", String.join(", ", steps));
        startDeployer(pause);
    }

    @Test
    void shouldLoseNoRequestAndEndRightWhenItIsKilledAtEachStepOfACanary() throws SQLException {
        // Given
        var baseline = new Delivery("killed-baseline");
        var canary = new Delivery("killed-canary");
        var up = new Delivery("killed-up");
        var promoting = new Delivery("killed-promoting");
        var back = new Delivery("killed-back");
        var removing = new Delivery("killed-removing");
        List<Delivery> all = List.of(baseline, canary, up, promoting, back, removing);
        all.forEach(delivery -> delivery.ask(delivery.apply("v1")));
        all.forEach(Delivery::done);
        for (Delivery delivery : all) {
            clusters.awaitServed(delivery.shop.host(), "/");
            clusters.traffic("one", delivery.shop.host(), "/", RATE);
        }
        List<Delivery> shifted = List.of(promoting, back, removing);
        for (Delivery delivery : List.of(up, promoting, back, removing)) {
            delivery.ask(delivery.baseline());
            delivery.done();
            delivery.ask(delivery.canary());
        }
        List.of(up, promoting, back, removing).forEach(Delivery::done);
        shifted.forEach(delivery -> delivery.ask(delivery.shift(TrafficSplit.even(20))));
        shifted.forEach(Delivery::done);
        removing.ask(removing.shift(TrafficSplit.ALL_RELEASE)).done();

        // When
        baseline.ask(baseline.baseline());
        canary.ask(canary.canary());
        up.ask(up.shift(TrafficSplit.even(10)));
        promoting.ask(promoting.apply("v2"));
        removing.ask(removing.remove());
        awaitStep(canary, "AWAIT_READY");
        awaitStep(promoting, "AWAIT_READY");
        awaitStep(up, "SETTLE");
        awaitStep(removing, "DRAIN");
        back.ask(back.shift(TrafficSplit.ALL_RELEASE));
        killAndStart(all, LONG);
        all.forEach(Delivery::done);

        // Then all go on as they would have: aborted, promoted, superseded
        var superseded = up;
        superseded.ask(superseded.shift(TrafficSplit.ALL_RELEASE)).done();
        List.of(promoting, canary, baseline)
                .forEach(delivery -> delivery.ask(delivery.shift(TrafficSplit.ALL_RELEASE)));
        List.of(promoting, canary, baseline).forEach(Delivery::done);
        List.of(promoting, canary, baseline, back).forEach(delivery -> delivery.ask(delivery.remove()));
        OperationId olderGoes = superseded.ask(superseded.remove()).last;
        awaitStep(promoting, "DRAIN");
        superseded.next();
        superseded.ask(superseded.canary());
        killAndStart(all, SHORT);
        all.forEach(delivery -> {
            if (!delivery.equals(removing)) {
                delivery.done();
            }
        });
        superseded.done(olderGoes);

        // Then also when steps are short, up and down
        superseded.ask(superseded.shift(new TrafficSplit(80, 0, 20)));
        awaitStep(superseded, "SETTLE");
        killAndStart(all, SHORT);
        superseded.done();
        superseded.ask(superseded.shift(TrafficSplit.ALL_RELEASE)).done();
        superseded.ask(superseded.remove());
        awaitStep(superseded, "DRAIN");
        killAndStart(all, SHORT);
        superseded.done();

        for (Delivery delivery : all) {
            JsonNode counts = delivery.counts();
            assertThat(counts.path("sent").asLong()).as("%s", counts).isGreaterThan(RATE);
            assertThat(counts.path("meshFailures").asLong()).as("%s", counts).isZero();
            assertThat(counts.path("applicationErrors").asLong())
                    .as("%s", counts)
                    .isZero();
        }
        assertThat(ends().map(DeploymentEvent::operationId))
                .hasSameSizeAs(asked)
                .doesNotHaveDuplicates();
        assertThat(deployments("killed-promoting")).containsExactly("shop");
        assertThat(deployments("killed-back")).containsExactly("shop");
        assertThat(deployments("killed-up")).containsExactly("shop");
        assertThat(deployments("killed-removing")).containsExactly("shop");
        assertThat(image("killed-promoting")).endsWith(":v2");
        assertThat(image("killed-back")).endsWith(":v1");
    }

    private Stream<DeploymentEvent> ends() {
        return bus.messages(Topic.DEPLOYMENT_EVENTS, DeploymentEvent.class).stream()
                .filter(KilledDeployerIT::isEnd);
    }

    private KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig("one", clusters.kubeconfig().toFile()))
                .build();
    }

    private List<String> deployments(String namespace) {
        try (var client = client()) {
            return client.apps().deployments().inNamespace(namespace).list().getItems().stream()
                    .map(found -> found.getMetadata().getName())
                    .toList();
        }
    }

    private String image(String namespace) {
        try (var client = client()) {
            return client.apps()
                    .deployments()
                    .inNamespace(namespace)
                    .withName("shop")
                    .get()
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .getImage();
        }
    }
}
