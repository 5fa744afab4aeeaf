package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Stages that work on what is there already, from the definition to the task.
class OperationsTest {
    private static final ClusterTarget REPLICA = new ClusterTarget("replica", "replica", 20);
    private static final ObjectReference SHOP = new ObjectReference("apps/v1", "Deployment", "shop");
    private static final Map<String, ClusterDefinition> CLUSTERS = Map.of(
            "replica", new ClusterDefinition("replica", "replica", List.of("shop"), 20, Map.of("role", "replica")));
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: tools}
            spec:
              parameters: [{name: size, type: int, default: 4}]
              artifacts: [{name: shop, image: us.gcr.io/acme/shop}]
              stages:
                - id: work
                  cluster: replica
                  namespace: shop
                  object: {kind: Deployment, name: shop}
                  timeout: 5m
                  %s
            """;

    private static PlanResult plan(String stage, Map<String, String> files) {
        return Planner.plan(new PlanInput(
                Shop.pipelineOf(PIPELINE.formatted(stage)),
                Shop.V2,
                files,
                CLUSTERS,
                Shop.PUSHED,
                Map.of(),
                List.of(Shop.IMAGE)));
    }

    /// With an artifact that no other stage binds, plans only where the patch does.
    private static PlannedStage planned(String stage, Map<String, String> files) {
        String unbound =
                PIPELINE.formatted(stage).replace("  artifacts: [{name: shop, image: us.gcr.io/acme/shop}]\n", "");
        PlanResult result = files.isEmpty()
                ? Planner.plan(new PlanInput(
                        Shop.pipelineOf(unbound), Shop.V2, files, CLUSTERS, Shop.PUSHED, Map.of(), List.of()))
                : plan(stage, files);
        assertThat(result).isInstanceOf(PlanResult.Planned.class);
        return ((PlanResult.Planned) result).plan().stage("work");
    }

    private static DeploymentTask task(PlannedStage stage) {
        return ((StepAction.Deploy) stage.steps().getFirst().action()).task();
    }

    @Test
    void shouldPlanEachOperation() {
        assertThat(task(planned("kind: restart", Map.of())))
                .isEqualTo(new DeploymentTask.RestartWorkload(REPLICA, "shop", SHOP));
        assertThat(task(planned("kind: find", Map.of())))
                .isEqualTo(new DeploymentTask.FindImages(REPLICA, "shop", SHOP));
        assertThat(task(planned("kind: undo", Map.of())))
                .isEqualTo(new DeploymentTask.RollBackWorkload(REPLICA, "shop", SHOP, null));
        assertThat(task(planned("kind: undo\n      revision: 7", Map.of())))
                .isEqualTo(new DeploymentTask.RollBackWorkload(REPLICA, "shop", SHOP, 7));
        assertThat(task(planned("kind: delete", Map.of())))
                .isEqualTo(
                        new DeploymentTask.DeleteObjects(REPLICA, "shop", "apps/v1", "Deployment", "shop", Map.of()));
    }

    @Test
    void shouldNameLabelsInOneOrderOnEveryMachine() {
        // Given
        String definition = PIPELINE.formatted("kind: delete")
                .replace("  artifacts: [{name: shop, image: us.gcr.io/acme/shop}]\n", "")
                .replace("name: shop}", "labels: {h: a, c: b, f: c, a: d, e: e, g: f, b: g, d: h}}");

        // When
        PlanResult result = Planner.plan(new PlanInput(
                Shop.pipelineOf(definition), Shop.V2, Map.of(), CLUSTERS, Shop.PUSHED, Map.of(), List.of()));

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        PlanResult.Planned.class,
                        planned -> assertThat(planned.plan()
                                        .stage("work")
                                        .steps()
                                        .getFirst()
                                        .title())
                                .isEqualTo(
                                        "delete Deployments with {a=d, b=g, c=b, d=h, e=e, f=c, g=f, h=a} on replica"));
    }

    @Test
    void shouldScaleToAnExpressionAndTakeItBackWhenAsked() {
        // When
        PlannedStage stage =
                planned("kind: scale\n      replicas: ${{ parameters.size * 2 }}\n      undoOnFailure: true", Map.of());

        // Then
        assertThat(task(stage)).isEqualTo(new DeploymentTask.ScaleWorkload(REPLICA, "shop", SHOP, 8));
        assertThat(stage.steps().getFirst().title()).isEqualTo("scale Deployment shop to 8 on replica");
        assertThat(stage.steps().getFirst().compensation())
                .satisfies(undo -> assertThat(undo.action()).isEqualTo(new StepAction.UndoApply(REPLICA, "shop")));
    }

    /// Whether it binds the artifact is known at its turn only.
    @Test
    void shouldNotMissAnImageThatAPatchNamesAtItsTurn() {
        // Given
        String stages = """
                kind: patch
                      patch: patch.yaml
                      style: strategic
                      needs: [look]
                      variables: {replicas: "${{ stages.look.outputs.replicas }}"}
                    - {id: look, kind: find, cluster: replica, namespace: shop, object: {kind: Deployment, name: shop}, needs: []}""";
        String patch = """
                spec:
                  replicas: ${{ variables.replicas }}
                  template: {spec: {containers: [{name: app, image: "${{ artifacts.shop.image }}"}]}}
                """;

        // When
        PlanResult result = plan(stages, Map.of("patch.yaml", patch));

        // Then
        assertThat(result).isInstanceOf(PlanResult.Planned.class);
    }

    @Test
    void shouldBindImagesInAPatchAndEvaluateIt() {
        // Given
        String patch = """
                spec:
                  replicas: ${{ parameters.size }}
                  template: {spec: {containers: [{name: app, image: us.gcr.io/acme/shop}]}}
                """;

        // When
        PlannedStage stage =
                planned("kind: patch\n      patch: patch.yaml\n      style: strategic", Map.of("patch.yaml", patch));

        // Then
        assertThat(task(stage)).isInstanceOfSatisfying(DeploymentTask.PatchObject.class, task -> {
            assertThat(task.style()).isEqualTo(PatchStyle.STRATEGIC);
            assertThat(task.patch().text()).contains("replicas: 4").contains("us.gcr.io/acme/shop@" + Shop.V2.value());
        });
    }

    @Test
    void shouldBindWhatAJsonPatchPutsWhereImagesStand() {
        // Given
        String patch = """
                - {op: test, path: /spec/template/spec/containers/0/image, value: us.gcr.io/acme/shop:tested}
                - {op: replace, path: /spec/template/spec/containers/0/image, value: us.gcr.io/acme/shop:old}
                - {op: add, path: /spec/template/spec/initContainers/-, value: {name: init, image: us.gcr.io/acme/shop:older}}
                - {op: add, path: /metadata/annotations/image, value: us.gcr.io/acme/shop:kept}
                """;

        // When
        PlannedStage stage =
                planned("kind: patch\n      patch: patch.yaml\n      style: json", Map.of("patch.yaml", patch));

        // Then
        var task = (DeploymentTask.PatchObject) task(stage);
        assertThat(task.patch().text())
                .contains("shop:tested", "shop:kept")
                .doesNotContain("shop:old")
                .contains(Shop.IMAGE.image().pinned());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: scale\n      replicas: ${{ stages.count.outputs.pods + 1 }}",
                "kind: undo\n      revision: ${{ stages.count.outputs.pods }}",
                "kind: delete\n      variables: {pods: '${{ stages.count.outputs.pods }}'}",
                "kind: restart\n      object: {kind: Deployment, name: 'shop-${{ stages.count.outputs.pods }}'}",
            })
    void shouldReadWhatEarlierStagesGaveWhenItsTurnComes(String stage) {
        // Given
        Plan plan = afterCount(stage, Map.of());

        // When
        TurnResult turn = turn(plan);

        // Then
        assertThat(turn)
                .isInstanceOfSatisfying(
                        TurnResult.Ready.class,
                        ready -> assertThat(ready.action())
                                .isIn(
                                        new StepAction.Deploy(
                                                new DeploymentTask.ScaleWorkload(REPLICA, "shop", SHOP, 4)),
                                        new StepAction.Deploy(
                                                new DeploymentTask.RollBackWorkload(REPLICA, "shop", SHOP, 3)),
                                        new StepAction.Deploy(new DeploymentTask.DeleteObjects(
                                                REPLICA, "shop", "apps/v1", "Deployment", "shop", Map.of())),
                                        new StepAction.Deploy(new DeploymentTask.RestartWorkload(
                                                REPLICA,
                                                "shop",
                                                new ObjectReference("apps/v1", "Deployment", "shop-3")))));
    }

    @Test
    void shouldEvaluateAPatchWithWhatEarlierStagesGave() {
        // Given
        String patch = """
                spec:
                  replicas: ${{ variables.pods }}
                  template: {spec: {containers: [{name: app, image: us.gcr.io/acme/shop}]}}
                """;
        Plan plan = afterCount(
                "kind: patch\n      patch: patch.yaml\n      variables: {pods: '${{ stages.count.outputs.pods }}'}",
                Map.of("patch.yaml", patch));

        // When
        TurnResult turn = turn(plan);

        // Then
        assertThat(turn)
                .extracting(result -> ((StepAction.Deploy) ((TurnResult.Ready) result).action()).task())
                .isInstanceOfSatisfying(
                        DeploymentTask.PatchObject.class,
                        task -> assertThat(task.patch().text())
                                .contains("replicas: 3")
                                .contains("us.gcr.io/acme/shop@" + Shop.V2.value()));
    }

    @Test
    void shouldSayWhatIsWrongWhenAnOutputIsNoNumberOfPods() {
        // Given
        Plan plan = afterCount("kind: scale\n      replicas: ${{ stages.count.outputs.pods * 9999 }}", Map.of());

        // When
        TurnResult turn = turn(plan);

        // Then
        assertThat(turn).isEqualTo(new TurnResult.Failed("replicas: 29997; allowed: 0 to 10000"));
    }

    /// A stage that needs another one, which gives a number of pods.
    private static Plan afterCount(String stage, Map<String, String> files) {
        String counted = PIPELINE.replace(
                "    - id: work\n",
                "    - {id: count, kind: evaluate, needs: [], values: {pods: \"3\"}}\n    - id: work\n");
        if (stage.contains("object:")) {
            counted = counted.replace("          object: {kind: Deployment, name: shop}\n", "")
                    .replace("      object: {kind: Deployment, name: shop}\n", "");
        }
        if (files.isEmpty()) {
            counted = counted.replace("  artifacts: [{name: shop, image: us.gcr.io/acme/shop}]\n", "");
        }
        PlanResult result = Planner.plan(new PlanInput(
                Shop.pipelineOf(counted.formatted(stage)),
                Shop.V2,
                files,
                CLUSTERS,
                Shop.PUSHED,
                Map.of(),
                files.isEmpty() ? List.of() : List.of(Shop.IMAGE)));
        assertThat(result).isInstanceOf(PlanResult.Planned.class);
        return ((PlanResult.Planned) result).plan();
    }

    private static TurnResult turn(Plan plan) {
        return StepTurn.of(
                plan.stage("work").steps().getFirst().action(),
                plan,
                Map.of("count", new StageResult(StageStatus.SUCCEEDED, Map.of("pods", "3"))),
                Instant.parse("2026-01-01T10:00:00Z"));
    }

    @Test
    void shouldRefuseANamespaceThatTheClusterDoesNotAllow() {
        // When
        PlanResult result = Planner.plan(new PlanInput(
                Shop.pipelineOf(PIPELINE.formatted("kind: restart")
                        .replace("  artifacts: [{name: shop, image: us.gcr.io/acme/shop}]\n", "")
                        .replace("namespace: shop", "namespace: kube-system")),
                Shop.V2,
                Map.of(),
                CLUSTERS,
                Shop.PUSHED,
                Map.of(),
                List.of()));

        // Then
        assertThat(result)
                .isEqualTo(new PlanResult.Refused(
                        List.of("stage 'work': namespace 'kube-system' of cluster 'replica'; allowed: shop")));
    }

    @Test
    void shouldBindImagesAtPathsOfCustomResources() {
        // Given
        String definition = """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: tools}
                spec:
                  artifacts:
                    - name: shop
                      image: us.gcr.io/acme/shop
                      bind: [{kind: Fleet, path: "spec.servers[*].image"}]
                  stages: [{id: work, kind: deploy, cluster: replica, namespace: shop, manifests: [fleet.yaml]}]
                """;
        String fleet = """
                apiVersion: example.org/v1
                kind: Fleet
                metadata: {name: shop}
                spec: {servers: [{image: "us.gcr.io/acme/shop:old"}, {image: "other:1"}]}
                """;

        // When
        PlanResult result = Planner.plan(new PlanInput(
                Shop.pipelineOf(definition),
                Shop.V2,
                Map.of("fleet.yaml", fleet),
                CLUSTERS,
                Shop.PUSHED,
                Map.of(),
                List.of(Shop.IMAGE)));

        // Then
        assertThat(result).isInstanceOfSatisfying(PlanResult.Planned.class, planned -> {
            var task = (DeploymentTask.ApplyManifests) task(planned.plan().stage("work"));
            assertThat(task.manifests().text())
                    .contains("us.gcr.io/acme/shop@" + Shop.V2.value())
                    .contains("other:1");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {kind: Deployment}                           | no name
            {kind: Deployment, name: a, labels: {b: c}}  | labels
            {kind: Fleet, name: a}                       | Fleet
            {kind: deployment, name: a}                  | 'deployment'
            {kind: Fleet, apiVersion: x, name: a}        | 'x'
            """)
    void shouldSayWhatIsWrongWithTheObject(String object, String found) {
        // When
        ReadResult result = Definitions.read(
                "pipeline.yaml", PIPELINE.formatted("kind: restart").replace("{kind: Deployment, name: shop}", object));

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        ReadResult.Invalid.class,
                        invalid -> assertThat(invalid.problems().stream().map(Problem::text))
                                .singleElement()
                                .asString()
                                .contains("stages[0].object")
                                .contains(found));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            merge     | `[]`   | a mapping
            json      | `{}`   | a list of operations
            merge     | `---`  | documents
            """)
    void shouldSayWhatIsWrongWithAPatch(String style, String patch, String allowed) {
        // When
        PlanResult result = plan(
                "kind: patch\n      patch: patch.yaml\n      style: " + style,
                Map.of("patch.yaml", patch.equals("---") ? "a: 1\n---\nb: 2\n" : patch));

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        PlanResult.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .contains("patch.yaml")
                                .contains(allowed));
    }
}
