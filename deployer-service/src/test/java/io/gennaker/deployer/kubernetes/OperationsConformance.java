package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.FieldChange;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.deployer.testing.Deployer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is there already is scaled, patched, restarted, rolled back, found and removed.
abstract class OperationsConformance extends ClusterConformance {
    OperationsConformance(TestClusters clusters) {
        super(clusters);
    }

    @Test
    void shouldRollImageAndConfigurationBackAsOne() {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));
        assertSucceeded(run(shop(images().better(), "2")));
        String better = config().at("data", "VALUE").textOr("");

        // When
        var undone = deployer.run(
                execution, new DeploymentTask.RollBackWorkload(deployer.target(), namespace, deployment(), null));
        var unknown = deployer.run(
                execution, new DeploymentTask.RollBackWorkload(deployer.target(), namespace, deployment(), 77));

        // Then
        assertThat(better).isEqualTo("2");
        assertSucceeded(undone);
        assertThat(image()).isEqualTo(images().good().reference());
        assertThat(config().at("data", "VALUE").text()).isEqualTo("1");
        assertFailed(unknown, FailureCode.REFUSED, "keeps no revision 77; there are 2, 3");
    }

    @ParameterizedTest
    @CsvSource({"StatefulSet, 'serviceName: store,'", "DaemonSet, ''"})
    void shouldRollASetBackToTheRevisionBeforeAndForwardAgain(String kind, String more) {
        // Given
        String set = """
                apiVersion: apps/v1
                kind: %1$s
                metadata: {name: store}
                spec: {%2$s selector: {matchLabels: {app: store}}, template: {metadata: {labels: {app: store}}, spec: {
                  terminationGracePeriodSeconds: 1, containers: [{name: app, %3$s}]}}}
                """;
        assertSucceeded(run(set.formatted(kind, more, images().good().yaml())));
        assertSucceeded(run(set.formatted(kind, more, images().better().yaml())));
        var store = new ObjectReference("apps/v1", kind, "store");

        // When
        var back =
                deployer.run(execution, new DeploymentTask.RollBackWorkload(deployer.target(), namespace, store, null));
        var ranThen = deployer.run(execution, new DeploymentTask.FindImages(deployer.target(), namespace, store));
        var forward =
                deployer.run(execution, new DeploymentTask.RollBackWorkload(deployer.target(), namespace, store, 2));
        var unknown =
                deployer.run(execution, new DeploymentTask.RollBackWorkload(deployer.target(), namespace, store, 77));

        // Then
        assertSucceeded(back);
        assertThat(outputs(back)).containsEntry("undoneTo", "1");
        assertThat(outputs(ranThen))
                .containsEntry("image", images().good().reference())
                .containsEntry("mixed", "false");
        assertSucceeded(forward);
        assertThat(outputs(forward))
                .containsEntry("previousImage", images().good().reference());
        assertFailed(unknown, FailureCode.REFUSED, "keeps no revision 77; there are 3, 4");
    }

    private static Map<String, String> outputs(Deployer.Run run) {
        return ((DeploymentEvent.Succeeded) run.outcome()).outputs();
    }

    @Test
    void shouldScaleAndTakeItBack() {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));

        // When
        var scaled = deployer.run(
                execution, new DeploymentTask.ScaleWorkload(deployer.target(), namespace, deployment(), 3));
        int wide = live("apps/v1", "Deployment", "shop")
                .at("status", "availableReplicas")
                .numberOr(0);
        var undone =
                deployer.run(execution, new DeploymentTask.UndoApply(deployer.target(), namespace, scaled.operation()));
        var again =
                deployer.run(execution, new DeploymentTask.UndoApply(deployer.target(), namespace, scaled.operation()));

        // Then
        assertSucceeded(scaled);
        assertThat(wide).isEqualTo(3);
        assertThat(changeOf(scaled, "Deployment").fields()).containsExactly(new FieldChange("spec.replicas", "2", "3"));
        assertSucceeded(undone);
        assertSucceeded(again);
        assertThat(live("apps/v1", "Deployment", "shop")
                        .at("status", "replicas")
                        .numberOr(0))
                .isEqualTo(2);
    }

    @Test
    void shouldNotScaleAgainstAnAutoscaler() {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));
        applyAs("kubectl", """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: shop-hpa}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
                  minReplicas: 2
                  maxReplicas: 4
                """);

        // When
        var run = deployer.run(
                execution, new DeploymentTask.ScaleWorkload(deployer.target(), namespace, deployment(), 3));

        // Then
        assertFailed(run, FailureCode.CONFLICT, "HorizontalPodAutoscaler shop-hpa sets the replicas");
    }

    @ParameterizedTest
    @EnumSource
    void shouldPatchInEachStyleAndTakeItBack(PatchStyle style) {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));
        String patch =
                switch (style) {
                    case STRATEGIC ->
                        "spec: {template: {spec: {containers: [{name: app, env: [{name: A, value: b}]}]}}}";
                    case MERGE -> "{\"spec\": {\"minReadySeconds\": 1}}";
                    case JSON -> "[{op: add, path: /spec/minReadySeconds, value: 1}]";
                };
        var before = live("apps/v1", "Deployment", "shop").at("spec");

        // When
        var patched = deployer.run(
                execution,
                new DeploymentTask.PatchObject(
                        deployer.target(), namespace, deployment(), style, CompressedText.of(patch)));
        var during = live("apps/v1", "Deployment", "shop").at("spec");
        var undone = deployer.run(
                execution, new DeploymentTask.UndoApply(deployer.target(), namespace, patched.operation()));

        // Then
        assertSucceeded(patched);
        assertThat(during).isNotEqualTo(before);
        assertThat(changeOf(patched, "Deployment").effect()).isEqualTo(ObjectChange.Effect.CHANGED);
        assertSucceeded(undone);
        assertThat(live("apps/v1", "Deployment", "shop").at("spec")).isEqualTo(before);
    }

    @Test
    void shouldRestartEachPodAndFindWhatRuns() {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));
        var before = podNames();

        // When
        var restarted =
                deployer.run(execution, new DeploymentTask.RestartWorkload(deployer.target(), namespace, deployment()));
        var found = deployer.run(execution, new DeploymentTask.FindImages(deployer.target(), namespace, deployment()));

        // Then
        assertSucceeded(restarted);
        assertThat(podNames()).doesNotContainAnyElementsOf(before);
        assertThat(((DeploymentEvent.Succeeded) found.outcome()).outputs())
                .containsEntry("image", images().good().reference())
                .containsEntry("mixed", "false")
                .containsEntry("readyPods", "2");
    }

    private List<String> podNames() {
        return foreign.pods().inNamespace(namespace).withLabel("app", "shop").list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    @Test
    void shouldDeleteByLabelsAndWaitUntilAllAreGone() {
        // Given
        String one = "{apiVersion: v1, kind: ConfigMap, metadata: {name: one, labels: {old: \"yes\"}}}\n---\n";
        assertSucceeded(
                run(one + one.replace("one", "two") + one.replace("one", "kept").replace("yes", "no")));

        // When
        var task = new DeploymentTask.DeleteObjects(
                deployer.target(), namespace, "v1", "ConfigMap", null, Map.of("old", "yes"));
        var deleted = deployer.run(execution, task);
        var again = deployer.run(execution, task);

        // Then
        assertThat(((DeploymentEvent.Succeeded) deleted.outcome()).outputs()).containsEntry("removed", "2");
        assertThat(deployer.read("v1", "ConfigMap", namespace, "one")).isEmpty();
        assertThat(deployer.read("v1", "ConfigMap", namespace, "kept")).isPresent();
        assertThat(((DeploymentEvent.Succeeded) again.outcome()).outputs().get("note"))
                .startsWith("there is no ConfigMap");
    }
}
