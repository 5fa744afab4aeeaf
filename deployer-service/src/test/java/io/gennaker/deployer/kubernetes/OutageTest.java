package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.deployer.testing.Deployer;
import io.gennaker.deployer.testing.FakeJournal;
import io.gennaker.deployer.testing.SimulatedClustersProcess;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// An API server that goes away and comes back.
class OutageTest {
    private static final String SHOP = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: 1
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec: {containers: [{name: app, image: "registry.example/outage/slow:1"}]}
            """;
    private static final ExecutionId EXECUTION = new ExecutionId("outage-1");

    @Test
    void shouldGoOnWhenTheServerComesBackDuringAWait() {
        try (var clusters = SimulatedClustersProcess.started();
                var deployer = new Deployer(clusters.kubeconfig(), "one")) {
            // Given
            clusters.push("registry.example/outage/slow:1", Map.of("ready-after", "6s"));
            var journal = new FakeJournal();
            var run = begin(deployer, journal);
            await().atMost(Duration.ofMinutes(1)).until(() -> said(journal, "Deployment shop: "));

            // When
            clusters.kill();
            await().atMost(Duration.ofSeconds(60)).until(() -> said(journal, "the API server is not heard"));
            clusters.start();

            // Then
            assertThat(run.join().outcome()).isInstanceOf(DeploymentEvent.Succeeded.class);
        }
    }

    @Test
    void shouldSayThatItIsAwayAndGoOnWhenItComes() {
        try (var clusters = SimulatedClustersProcess.started();
                var deployer = new Deployer(clusters.kubeconfig(), "one")) {
            // Given
            clusters.push("registry.example/outage/slow:1", Map.of("ready-after", "100ms"));
            clusters.kill();
            var journal = new FakeJournal();
            var run = begin(deployer, journal);
            await().atMost(Duration.ofMinutes(1)).until(() -> said(journal, "the API server of cluster one is away"));

            // When
            clusters.start();

            // Then
            assertThat(run.join().outcome()).isInstanceOf(DeploymentEvent.Succeeded.class);
        }
    }

    @Test
    void shouldNotTakeAQuietWatchForASilentServer() {
        try (var clusters = SimulatedClustersProcess.started();
                var deployer = new Deployer(clusters.kubeconfig(), "one")) {
            // Given
            clusters.push("registry.example/outage/slow:1", Map.of("never-ready", "true"));

            // When
            var run = deployer.run(EXECUTION, deployer.apply("default", SHOP), Duration.ofSeconds(15));

            // Then
            assertThat(run.outcome()).isInstanceOf(DeploymentEvent.Failed.class);
            assertThat(run.progress())
                    .anySatisfy(text -> assertThat(text).contains("0 of 1 available"))
                    .noneSatisfy(text -> assertThat(text).contains("is not heard"));
        }
    }

    private static CompletableFuture<Deployer.Run> begin(Deployer deployer, FakeJournal journal) {
        return CompletableFuture.supplyAsync(
                () -> deployer.run(EXECUTION, deployer.apply("default", SHOP), Duration.ofSeconds(90), journal),
                // Not the common pool: its threads keep the class loader of whoever used it first.
                Thread::startVirtualThread);
    }

    private static boolean said(FakeJournal journal, String text) {
        return journal.reports(DeploymentEvent.Progressed.class).stream()
                .anyMatch(progressed -> progressed.message().contains(text));
    }
}
