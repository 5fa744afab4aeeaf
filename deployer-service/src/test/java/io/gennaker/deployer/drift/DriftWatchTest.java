package io.gennaker.deployer.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.drift.PastDrift.Answer;
import io.gennaker.deployer.task.IntendedWeights.Intention;
import io.gennaker.deployer.testing.Deployer;
import io.gennaker.deployer.testing.MeshedShop;
import io.gennaker.deployer.testing.SimulatedClustersProcess;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Replicas that watch a simulated cluster; what they would write is only recorded.
class DriftWatchTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private final String namespace = "drift-" + UUID.randomUUID().toString().substring(0, 8);
    private final ExecutionId execution = new ExecutionId(namespace);
    private final List<DriftWatch> replicas = new ArrayList<>();
    private final FakeCorrections corrections = new FakeCorrections();
    private Deployer deployer;
    private MeshedShop shop;
    private KubernetesClient foreign;

    /// One transaction at a time, as a locked row makes it.
    private static final class FakeCorrections implements Corrections {
        private final List<String> said = new CopyOnWriteArrayList<>();
        private final List<Integer> begun = new CopyOnWriteArrayList<>();

        @Override
        public synchronized void within(Consumer<Transaction> work) {
            work.accept(new Transaction() {
                @Override
                public void say(DeploymentEvent.Progressed progressed) {
                    said.add(progressed.message());
                }

                @Override
                public void correct(Intention intention, int number, Instant deadline) {
                    begun.add(number);
                }
            });
        }
    }

    @BeforeEach
    void deployCanary() {
        var clusters = SimulatedClustersProcess.shared();
        clusters.push("registry.example/drift/shop:1", Map.of("ready-after", "100ms"));
        deployer = new Deployer(clusters.kubeconfig(), "one");
        shop = new MeshedShop(deployer.target(), namespace, 1);
        foreign = shop.client(clusters);
        succeed(shop.apply("registry.example/drift/shop:1"));
        succeed(shop.baseline(1));
        succeed(shop.canary("registry.example/drift/shop:1", 1));
    }

    @AfterEach
    void stop() {
        replicas.forEach(DriftWatch::close);
        foreign.namespaces().withName(namespace).delete();
        foreign.close();
        deployer.close();
    }

    private OperationId succeed(DeploymentTask task) {
        var run = deployer.run(execution, task);
        assertThat(run.outcome()).as("%s", run.progress()).isInstanceOf(DeploymentEvent.Succeeded.class);
        return run.operation();
    }

    private OperationId shift(TrafficSplit split) {
        return succeed(shop.shift(split));
    }

    private void startReplica(OnDrift onDrift) {
        var answers = new DriftAnswers(deployer.records(), corrections, onDrift, InstantSource.system());
        var replica = new DriftWatch(answers, deployer.ports());
        replicas.add(replica);
        replica.start();
    }

    private void patchAs(String manager, String kind, String patch) {
        shop.patchAs(manager, foreign, kind, patch);
    }

    private void resetAs(String manager) {
        patchAs(manager, "VirtualService", MeshedShop.RESET);
    }

    private List<Answer> answers(OperationId shift) {
        return deployer.records().drifts(shift).stream().map(PastDrift::answer).toList();
    }

    @Test
    void shouldTellWhoChangedWeightsAndCorrectThemOnceHoweverManyReplicasSeeIt() {
        // Given
        startReplica(OnDrift.CORRECT);
        startReplica(OnDrift.CORRECT);
        var shift = shift(TrafficSplit.even(10));

        // When
        resetAs("argocd-controller");
        await().atMost(SOON).until(() -> !answers(shift).isEmpty());
        patchAs("somebody", "VirtualService", "{\"metadata\":{\"labels\":{\"seen\":\"twice\"}}}");
        deployer.records().ended(shift, 1, Instant.now());
        await().atMost(SOON).until(() -> answers(shift).size() == 2);

        // Then
        assertThat(corrections.begun).containsExactly(1, 2);
        assertThat(corrections.said)
                .hasSize(2)
                .first()
                .asString()
                .contains("the weights of VirtualService shop were changed to shop 100 instead of 80/10/10")
                .contains(", by argocd-controller (Update) at 2")
                .endsWith("; correcting it");
    }

    @Test
    void shouldTryACorrectionThatFailedAgain() {
        // Given
        startReplica(OnDrift.CORRECT);
        var shift = shift(TrafficSplit.even(10));
        resetAs("kubectl-edit");
        await().atMost(SOON).until(() -> !answers(shift).isEmpty());

        // When
        deployer.records().ended(shift, 1, Instant.now().minusSeconds(20));

        // Then
        await().atMost(SOON).until(() -> answers(shift).equals(List.of(Answer.CORRECTED, Answer.CORRECTED)));
    }

    @Test
    void shouldSeeWhatDriftedWhileNobodyWatched() {
        // Given
        var shift = shift(TrafficSplit.even(10));
        resetAs("kubectl-edit");

        // When
        startReplica(OnDrift.CORRECT);

        // Then
        await().atMost(SOON).until(() -> answers(shift).equals(List.of(Answer.CORRECTED)));
        assertThat(corrections.said).singleElement().asString().contains("by kubectl-edit (Update)");
    }

    @Test
    void shouldLeaveWeightsWhenConfiguredToHold() {
        // Given
        startReplica(OnDrift.HOLD);
        var shift = shift(TrafficSplit.even(10));

        // When
        resetAs("kubectl-edit");
        await().atMost(SOON).until(() -> !answers(shift).isEmpty());

        // Then
        assertThat(answers(shift)).containsExactly(Answer.HELD);
        assertThat(corrections.begun).isEmpty();
    }

    @Test
    void shouldSeeThatASubsetWithWeightWasRemoved() {
        // Given
        startReplica(OnDrift.CORRECT);
        var shift = shift(TrafficSplit.even(10));

        // When
        patchAs("flux", "DestinationRule", "{\"spec\":{\"subsets\":[]}}");

        // Then
        await().atMost(SOON).until(() -> answers(shift).equals(List.of(Answer.CORRECTED)));
        assertThat(corrections.said)
                .singleElement()
                .asString()
                .startsWith("subsets of DestinationRule shop that have weight were changed or removed, by flux");
    }

    @Test
    void shouldHoldWeightsThatCannotBeRead() {
        // Given
        startReplica(OnDrift.CORRECT);
        var shift = shift(TrafficSplit.even(10));

        // When
        patchAs("kubectl-edit", "VirtualService", "{\"spec\":{\"http\":[{\"redirect\":{\"uri\":\"/closed\"}}]}}");

        // Then
        await().atMost(SOON).until(() -> answers(shift).equals(List.of(Answer.HELD)));
        assertThat(corrections.said).singleElement().asString().contains("it cannot be corrected: http route");
    }

    @Test
    void shouldNotMindTheShiftsOfGennakerNorWhatComesAfterTheLast() {
        // Given
        startReplica(OnDrift.CORRECT);
        var first = shift(TrafficSplit.even(10));
        var second = shift(TrafficSplit.even(33));
        var back = shift(TrafficSplit.ALL_RELEASE);
        resetAs("kubectl-edit");

        // When
        var again = shift(TrafficSplit.even(10));
        resetAs("kubectl-edit");
        await().atMost(SOON).until(() -> !answers(again).isEmpty());

        // Then
        assertThat(List.of(first, second, back))
                .allSatisfy(shift -> assertThat(answers(shift)).isEmpty());
    }
}
