package io.gennaker.deployer.task;

import static io.gennaker.deployer.testing.Yaml.CLUSTER;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.deployer.plan.ReleaseObjects;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.FakeJournal;
import io.gennaker.deployer.testing.Yaml;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Steps that are tried more than once, and what takes back all their attempts together.
class AttemptsTest extends TaskFixture {
    private static final ObjectReference DEPLOYMENT = new ObjectReference("apps/v1", "Deployment", "shop");

    /// What the second attempt finds is what the first one wrote.
    @Test
    void shouldPutBackWhatWasThereBeforeTheFirstAttempt() throws InterruptedException {
        // Given
        run(apply("v2"), "shop-1/release/apply/1", new FakeJournal());
        var again = run(apply("v2"), "shop-1/release/apply/3", new FakeJournal());

        // When
        var last = new OperationId("shop-1/release/apply/3");
        run(new DeploymentTask.UndoApply(CLUSTER, NAMESPACE, last), "undo", new FakeJournal());

        // Then
        assertThat(outcome(again, DeploymentEvent.Succeeded.class).outputs()).containsEntry("previousImage", "shop:v1");
        assertThat(ReleaseObjects.image(cluster.find("Deployment", "shop").orElseThrow()))
                .isEqualTo("shop:v1");
    }

    @Test
    void shouldPutBackWhatAnEarlierAttemptReplacedWhereTheLastOneWroteNothing() throws InterruptedException {
        // Given
        run(apply("v2"), "shop-1/release/apply/1", new FakeJournal());

        // When
        var undone = run(undo("shop-1/release/apply/2"), "undo", new FakeJournal());

        // Then
        assertThat(image()).isEqualTo("shop:v1");
        assertThat(undone.reports(DeploymentEvent.WorkloadsSettled.class)).hasSize(1);
    }

    @Test
    void shouldAwaitWhatIsPutBackOfAnEarlierAttemptWhenAnotherReplicaGoesOn() throws InterruptedException {
        // Given
        runAsOther(apply("v1"), "before", new FakeJournal());
        run(apply("v2"), "shop-1/release/apply/1", new FakeJournal());
        var journal = new FakeJournal();
        journal.interruptBy(new Fuse(2));
        assertThatThrownBy(() -> run(undo("shop-1/release/apply/2"), "undo", journal))
                .isInstanceOf(Killed.class);
        assertThat(image()).as("written before the process died").isEqualTo("shop:v1");
        journal.interruptBy(() -> {});

        // When
        run(undo("shop-1/release/apply/2"), "undo", journal);

        // Then
        assertThat(journal.reports(DeploymentEvent.WorkloadsSettled.class)).hasSize(1);
    }

    @Test
    void shouldPutNothingBackAgainThatWasTakenBackBetweenAttempts() throws InterruptedException {
        // Given
        run(apply("v2"), "shop-1/release/apply/1", new FakeJournal());
        run(undo("shop-1/release/apply/1"), "undo/1", new FakeJournal());
        runAsOther(apply("v3"), "newer", new FakeJournal());

        // When
        var undone = run(undo("shop-1/release/apply/2"), "undo/2", new FakeJournal());

        // Then
        assertThat(outcome(undone, DeploymentEvent.Succeeded.class).outputs().get("note"))
                .endsWith("ended before it wrote anything");
        assertThat(image()).isEqualTo("shop:v3");
    }

    @Test
    void shouldNotPutHalfOfAnEarlierAttemptBackWhereAnotherExecutionHasTheRest() throws InterruptedException {
        // Given
        run(apply("v2"), "shop-1/release/apply/1", new FakeJournal());
        runAsOther(applying("{apiVersion: v1, kind: Service, metadata: {name: shop}}"), "newer", new FakeJournal());

        // When
        var undone = run(undo("shop-1/release/apply/2"), "undo", new FakeJournal());

        // Then
        assertThat(outcome(undone, DeploymentEvent.Failed.class).reason()).contains("Service shop was written since");
        assertThat(image()).isEqualTo("shop:v2");
    }

    @Test
    void shouldNotTellThatItPutBackWhatIsForgotten() throws InterruptedException {
        // Given
        run(apply("v2"), "shop-1/release/apply/1", new FakeJournal());
        records.forget(new OperationId("shop-1/release/apply/1"));

        // When
        var undone = run(undo("shop-1/release/apply/2"), "undo", new FakeJournal());

        // Then
        assertThat(outcome(undone, DeploymentEvent.Failed.class).reason()).contains("is forgotten");
    }

    @Test
    void shouldNotAwaitASecretThatCannotBePutBack() throws InterruptedException {
        // Given
        cluster.add(Yaml.resource("{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}}"));
        run(applying("{apiVersion: v1, kind: Secret, metadata: {name: db}}"), "apply", new FakeJournal());
        cluster.delete(new ResourceKey("v1", "Secret", NAMESPACE, "db"));

        // When
        var undone = run(undo("apply"), "undo", new FakeJournal());

        // Then
        outcome(undone, DeploymentEvent.Succeeded.class);
    }

    @Test
    void shouldNotAwaitWhatWasPatchedAndIsGone() throws InterruptedException {
        // Given
        run(patch(PatchStyle.MERGE, "{spec: {minReadySeconds: 7}}"), "patch", new FakeJournal());
        cluster.delete(new ResourceKey("apps/v1", "Deployment", NAMESPACE, "shop"));

        // When
        var undone = run(undo("patch"), "undo", new FakeJournal());

        // Then
        outcome(undone, DeploymentEvent.Succeeded.class);
    }

    private static DeploymentTask undo(String operation) {
        return new DeploymentTask.UndoApply(CLUSTER, NAMESPACE, new OperationId(operation));
    }

    private static DeploymentTask applying(String manifests) {
        return new DeploymentTask.ApplyManifests(CLUSTER, NAMESPACE, CompressedText.of(manifests));
    }

    private static DeploymentTask patch(PatchStyle style, String patch) {
        return new DeploymentTask.PatchObject(CLUSTER, NAMESPACE, DEPLOYMENT, style, CompressedText.of(patch));
    }

    private String image() {
        return ReleaseObjects.image(cluster.find("Deployment", "shop").orElseThrow());
    }

    @Test
    void shouldNotPatchAgainWhenTheAnswerWasLost() throws InterruptedException {
        // Given
        var patch = patch(PatchStyle.MERGE, "{spec: {minReadySeconds: 7}}");
        cluster.interruptBy(() -> {
            if (cluster.amendments() == 1) {
                cluster.interruptBy(() -> {});
                throw new ClusterProblem.Unavailable("no answer", null, null);
            }
        });

        // When
        var patched = run(patch, "patch", new FakeJournal());

        // Then
        outcome(patched, DeploymentEvent.Succeeded.class);
        assertThat(cluster.amendments()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{metadata: {ownerReferences: [{uid: another}]}}", "{status: {note: seen}}"})
    void shouldPatchWhatTheServerAndControllersKeepForThemselves(String patch) throws InterruptedException {
        // When
        var patched = run(patch(PatchStyle.MERGE, patch), "patch", new FakeJournal());

        // Then
        outcome(patched, DeploymentEvent.Succeeded.class);
        assertThat(cluster.amendments()).isOne();
    }

    @Test
    void shouldTakeAPatchOfOwnersBack() throws InterruptedException {
        // Given
        run(
                patch(PatchStyle.MERGE, "{metadata: {labels: {a: b}, ownerReferences: [{uid: another}]}}"),
                "patch",
                new FakeJournal());

        // When
        run(undo("patch"), "undo", new FakeJournal());

        // Then
        Resource shop = cluster.find("Deployment", "shop").orElseThrow();
        assertThat(shop.isOwnedBy("another")).isFalse();
        assertThat(shop.label("a")).isNull();
    }

    @Test
    void shouldAppendByAPatchOnceHoweverOftenItIsTried() throws InterruptedException {
        // Given
        var patch = patch(
                PatchStyle.JSON,
                "[{op: add, path: /spec/template/spec/containers/0/envFrom/-, value: {configMapRef: {name: more}}}]");
        run(patch, "shop-1/tune/patch/1", new FakeJournal());

        // When
        run(patch, "shop-1/tune/patch/2", new FakeJournal());

        // Then
        assertThat(sources()).hasSize(2);
    }

    @Test
    void shouldAppendByAPatchAgainWhereItWasTakenBack() throws InterruptedException {
        // Given
        var patch = patch(
                PatchStyle.JSON,
                "[{op: add, path: /spec/template/spec/containers/0/envFrom/-, value: {configMapRef: {name: more}}}]");
        run(patch, "shop-1/tune/patch/1", new FakeJournal());
        run(undo("shop-1/tune/patch/1"), "undo", new FakeJournal());

        // When
        run(patch, "shop-1/tune/patch/2", new FakeJournal());

        // Then
        assertThat(sources()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGE", "STRATEGIC"})
    void shouldTakeAPatchBackThatOnlyTheFirstAttemptMade(PatchStyle style) throws InterruptedException {
        // Given
        var patch = patch(style, "{spec: {minReadySeconds: 7}}");
        run(patch, "shop-1/tune/patch/1", new FakeJournal());
        run(patch, "shop-1/tune/patch/2", new FakeJournal());

        // When
        run(undo("shop-1/tune/patch/2"), "undo", new FakeJournal());

        // Then
        assertThat(cluster.find("Deployment", "shop")
                        .orElseThrow()
                        .at("spec", "minReadySeconds")
                        .isPresent())
                .isFalse();
    }

    @Test
    void shouldTakeAScalingBackThatCouldNotBeTriedBefore() throws InterruptedException {
        // Given
        cluster.refuseDryRuns();
        run(new DeploymentTask.ScaleWorkload(CLUSTER, NAMESPACE, DEPLOYMENT, 5), "scale", new FakeJournal());

        // When
        run(undo("scale"), "undo", new FakeJournal());

        // Then
        assertThat(cluster.find("Deployment", "shop")
                        .orElseThrow()
                        .at("spec", "replicas")
                        .numberOr(-1))
                .isEqualTo(3);
    }

    private List<Value> sources() {
        return cluster.find("Deployment", "shop")
                .orElseThrow()
                .at("spec", "template", "spec", "containers")
                .items()
                .getFirst()
                .at("envFrom")
                .items();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(ints = 4)
    void shouldStayAtTheRevisionItWentBackToWhenItIsTriedAgain(@Nullable Integer revision) throws InterruptedException {
        // Given
        cluster.add(replicaSet("shop-a", 4, "shop:v4"));
        cluster.add(replicaSet("shop-b", 5, "shop:v5"));
        number("Deployment", "shop", 5);
        var task = new DeploymentTask.RollBackWorkload(CLUSTER, NAMESPACE, DEPLOYMENT, revision);
        run(task, "shop-1/back/undo/1", new FakeJournal());
        number("ReplicaSet", "shop-a", 6);
        number("Deployment", "shop", 6);

        // When
        var again = run(task, "shop-1/back/undo/3", new FakeJournal());

        // Then
        outcome(again, DeploymentEvent.Succeeded.class);
        assertThat(image()).isEqualTo("shop:v4");
    }
}
