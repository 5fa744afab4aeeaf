package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.plan.ParameterType;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.problem.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final String GOLDEN_PLAN = "sha256:e0db54919e8c73d9ee43ad534a470e918e0d2417a7c306b2be0ad0f20a56f4a0";

    private static final String STAGES = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: tools, application: shop}
            spec:
              parameters:
                - {name: size, type: int, default: 2}
                - {name: mode, type: enum, values: [slow, fast]}
                - {name: note, type: string, required: false}
                - {name: dry, type: bool, default: false}
              artifacts:
                - {name: shop, image: us.gcr.io/acme/shop}
              variables:
                target: shop
                size: ${{ parameters.size * 2 }}
              stages:
                - id: deploy
                  kind: deploy
                  cluster: replica
                  namespace: shop-${{ parameters.mode }}
                  manifests: [pod.yaml]
                  timeout: 4m
                  undoOnFailure: true
                  onFailure: continue
                - id: test
                  kind: job
                  cluster: replica
                  namespace: shop
                  manifest: job.yaml
                - id: pause
                  kind: wait
                  needs: []
                  duration: 90s
                - id: ask
                  kind: judgement
                  needs: [test, pause]
                  when: parameters.size > 1
                  title: Release ${{ artifacts.shop.digest }}?
                  instructions: '${{ has(parameters.note) ? parameters.note : "no note" }}'
                  expiresAfter: 30m
            """;
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: ${{ variables.target }}
              annotations:
                size: "${{ string(variables.size) }}"
            spec:
              containers: [{name: a, image: "us.gcr.io/acme/shop:old"}]
            """;
    private static final String JOB =
            "apiVersion: batch/v1\nkind: Job\nmetadata: {name: test}\nspec: {template: {spec: {containers: []}}}\n";

    private static PlanInput input(String definition, Map<String, String> parameters) {
        return new PlanInput(
                Shop.pipelineOf(definition),
                Digest.of(definition),
                Map.of("pod.yaml", POD, "job.yaml", JOB),
                Shop.CLUSTERS,
                Shop.PUSHED,
                parameters,
                List.of(Shop.IMAGE));
    }

    private static PlanInput input() {
        return input(STAGES, Map.of("mode", "fast"));
    }

    private static Plan planned(PlanInput input) {
        return switch (Planner.plan(input)) {
            case PlanResult.Planned planned -> planned.plan();
            case PlanResult.Refused refused ->
                throw new AssertionError(refused.problems().toString());
        };
    }

    private static List<String> refused(PlanInput input) {
        return switch (Planner.plan(input)) {
            case PlanResult.Planned planned ->
                throw new AssertionError(planned.plan().toString());
            case PlanResult.Refused refused -> refused.problems();
        };
    }

    private static PlannedStep only(PlannedStage stage) {
        assertThat(stage.problem()).isNull();
        assertThat(stage.steps()).hasSize(1);
        return stage.steps().getFirst();
    }

    @Test
    void shouldPlanAThousandStagesOneAfterAnother() {
        // When
        Plan plan = planned(with(input(waits(1_000), Map.of()), List.of()));

        // Then
        assertThat(plan.stages()).hasSize(1_000);
        assertThat(plan.stages().getLast().needs()).containsExactly("s999");
    }

    @Test
    void shouldBoundTheStages() {
        // When
        List<Problem> problems = Texts.problems(waits(1_001));

        // Then
        assertThat(problems)
                .extracting(Problem::toString)
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("spec.stages: found 1001 items; allowed: at most 1000");
    }

    /// A text that is long only once it is evaluated, and stages whose variables hold it a few times.
    private static String repeating(int stages, int times) {
        return IntStream.rangeClosed(1, stages)
                .mapToObj(number -> "    - {id: s%d, kind: evaluate, values: {x: '1'}, variables: {text: \"%s\"}}\n"
                        .formatted(number, "${{ variables.long }}".repeat(times)))
                .collect(Collectors.joining("", """
                        apiVersion: gennaker/v1
                        kind: Pipeline
                        metadata: {name: long}
                        spec:
                          variables:
                            long: ${{ parameters.long }}
                          parameters: [{name: long, type: string, default: %s}]
                          stages:
                        """.formatted("x".repeat(9_000)), ""));
    }

    @Test
    void shouldBoundATextOfAVariable() {
        // When
        Plan plan = planned(with(input(repeating(1, 112), Map.of()), List.of()));

        // Then
        assertThat(plan.stage("s1").problem())
                .startsWith("variables: expression ")
                .endsWith("does not evaluate: the text that it stands in has more than 1000000 characters");
    }

    @Test
    void shouldRefuseMoreVariablesThanAPlanKeepsBeforeAnyStageRuns() {
        // When
        List<String> problems = refused(with(input(repeating(20, 100), Map.of()), List.of()));

        // Then
        assertThat(problems).containsExactly("all variables together have more than 16000000 characters");
    }

    @Test
    void shouldRefuseMoreManifestsThanAPlanKeepsBeforeAnyStageRuns() {
        // Given
        String deploy = "    - {id: s%d, kind: deploy, cluster: replica, namespace: shop, manifests: [a.yaml]}\n";
        String deploys =
                IntStream.rangeClosed(1, 20).mapToObj(deploy::formatted).collect(Collectors.joining("", """
                        apiVersion: gennaker/v1
                        kind: Pipeline
                        metadata: {name: long}
                        spec:
                          stages:
                        """, ""));
        String manifest = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: long}
                data: {text: "%s"}
                """.formatted("x".repeat(900_000));

        // When
        List<String> problems = refused(new PlanInput(
                Shop.pipelineOf(deploys),
                Digest.of(deploys),
                Map.of("a.yaml", manifest),
                Shop.CLUSTERS,
                Shop.PUSHED,
                Map.of(),
                List.of()));

        // Then
        assertThat(problems)
                .containsExactly("the manifests of this plan hold more than 20000 expressions or 16000000 characters");
    }

    private static String waits(int stages) {
        return IntStream.rangeClosed(1, stages)
                .mapToObj(number -> "    - {id: s%d, kind: wait, duration: 1s}\n".formatted(number))
                .collect(Collectors.joining("", """
                        apiVersion: gennaker/v1
                        kind: Pipeline
                        metadata: {name: long}
                        spec:
                          stages:
                        """, ""));
    }

    @Test
    void shouldResolveADeploy() {
        // When
        PlannedStage stage = planned(input()).stage("deploy");

        // Then
        PlannedStep step = only(stage);
        assertThat(step.id()).isEqualTo("apply");
        assertThat(step.timeout()).isEqualTo(Duration.ofMinutes(4));
        var task = (DeploymentTask.ApplyManifests) ((StepAction.Deploy) step.action()).task();
        assertThat(task.cluster().name()).isEqualTo("replica");
        assertThat(task.namespace()).isEqualTo("shop-fast");
        assertThat(task.manifests().text()).isEqualTo("""
                        ---
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: "shop"
                          annotations:
                            size: "4"
                        spec:
                          containers:
                          - name: a
                            image: "us.gcr.io/acme/shop@%s"
                        """.formatted(Shop.V2));
        assertThat(step.compensation()).isNotNull().satisfies(compensation -> {
            assertThat(compensation.id()).isEqualTo("undo-apply");
            assertThat(compensation.action()).isEqualTo(new StepAction.UndoApply(task.cluster(), "shop-fast"));
        });
    }

    @Test
    void shouldResolveTheOtherKinds() {
        // When
        Plan plan = planned(input());

        // Then
        PlannedStep run = only(plan.stage("test"));
        assertThat(((StepAction.Deploy) run.action()).task()).isInstanceOf(DeploymentTask.RunJob.class);
        assertThat(run.timeout()).isEqualTo(Duration.ofMinutes(10));
        PlannedStep wait = only(plan.stage("pause"));
        assertThat(wait.action()).isEqualTo(new StepAction.Wait(Duration.ofSeconds(90)));
        PlannedStep ask = only(plan.stage("ask"));
        var question = ((StepAction.Ask) ask.action()).spec();
        assertThat(question.title()).isEqualTo("Release " + Shop.V2 + "?");
        assertThat(question.instructions()).isEqualTo("no note");
        assertThat(ask.timeout()).isEqualTo(Duration.ofMinutes(31));
        assertThat(plan.stage("ask").when()).isEqualTo("parameters.size > 1");
        assertThat(plan.stage("ask").needs()).containsExactly("test", "pause");
    }

    @Test
    void shouldKeepParametersWithTheirTypes() {
        // When
        Plan plan = planned(input(STAGES, Map.of("mode", "slow", "size", "3")));

        // Then
        assertThat(plan.parameters()).isEqualTo(Map.of("mode", "slow", "size", "3", "dry", "false"));
        assertThat(plan.parameterTypes())
                .isEqualTo(Map.of("mode", ParameterType.ENUM, "size", ParameterType.INT, "dry", ParameterType.BOOL));
    }

    @Test
    void shouldGiveAPlanThatSurvivesJson() throws Exception {
        // Given
        Plan plan = planned(Shop.delivery());

        // When
        Plan again = MessageCodec.json().readValue(MessageCodec.json().writeValueAsBytes(plan), Plan.class);

        // Then
        assertThat(again).isEqualTo(plan);
    }

    /// The digest of the example's delivery, as every machine must compute it. It changes with the example and with
    // what
    /// changes plans; then the new one is in the failure.
    @Test
    void shouldGiveTheSameDigestOnEveryMachine() {
        // When
        var planned = (PlanResult.Planned) Planner.plan(Shop.delivery());

        // Then
        assertThat(planned.digest()).hasToString(GOLDEN_PLAN);
    }

    @Test
    void shouldGiveAnotherDigestForAnyOtherInput() {
        // Given
        var digests = new HashMap<String, Digest>();
        PlanInput base = input();

        // When
        digests.put("base", digest(base));
        digests.put("parameter", digest(input(STAGES, Map.of("mode", "slow"))));
        digests.put(
                "artifact",
                digest(with(
                        base,
                        List.of(new Artifact(
                                "shop", new ImageReference("us.gcr.io/acme/shop", "v2", Digest.of("another")))))));
        digests.put("stage", digest(input(STAGES.replace("90s", "91s"), Map.of("mode", "fast"))));

        // Then
        assertThat(digests.values()).doesNotHaveDuplicates();
        assertThat(digest(input())).isEqualTo(digests.get("base"));
    }

    private static Digest digest(PlanInput input) {
        return ((PlanResult.Planned) Planner.plan(input)).digest();
    }

    private static PlanInput with(PlanInput input, List<Artifact> artifacts) {
        return new PlanInput(
                input.definition(),
                input.digest(),
                input.files(),
                input.clusters(),
                input.trigger(),
                input.parameters(),
                artifacts);
    }

    @Test
    void shouldTellAllReasonsForARefusalAtOnce() {
        // Given
        PlanInput good = input();
        var bad = new PlanInput(
                good.definition(),
                good.digest(),
                Map.of("pod.yaml", POD.replace("variables.target", "variables.taget")),
                Map.of(),
                good.trigger(),
                Map.of("size", "many", "colour", "red"),
                List.of(new Artifact("cart", ImageReference.parse("us.gcr.io/acme/cart:v1"))));

        // When
        List<String> problems = refused(bad);

        // Then
        assertThat(problems)
                .containsExactly(
                        "parameter 'mode' is missing; allowed: slow, fast",
                        "unknown parameter 'colour'; allowed: dry, mode, note, size",
                        "parameter 'size' is 'many'; allowed: an integer",
                        "artifact 'shop' is missing; allowed: an image of us.gcr.io/acme/shop with a digest",
                        "unknown artifact 'cart'; allowed: shop",
                        "stage 'deploy': unknown cluster 'replica'; allowed: none is defined",
                        "stage 'test': unknown cluster 'replica'; allowed: none is defined",
                        "job.yaml:1:1: found no such file, named by stage 'test'; allowed: a file that is given: pod.yaml",
                        "pod.yaml:4:23: metadata.name: found `variables.taget`: unknown name 'taget'; allowed: size, target");
    }

    @Test
    void shouldRefuseValuesOutsideTheirType() {
        assertThat(refused(input(STAGES, Map.of("mode", "medium", "dry", "yes", "size", "1.5"))))
                .containsExactly(
                        "parameter 'size' is '1.5'; allowed: an integer",
                        "parameter 'mode' is 'medium'; allowed: slow, fast",
                        "parameter 'dry' is 'yes'; allowed: true, false");
    }

    @Test
    void shouldTakeGivenValuesAsDataWhateverTheyLookLike() {
        // Given
        String value = "${{ artifacts.shop.digest }}\nreplicas: 99";

        // When
        Plan plan = planned(input(STAGES, Map.of("mode", "fast", "note", value)));

        // Then
        var question = ((StepAction.Ask) only(plan.stage("ask")).action()).spec();
        assertThat(question.instructions()).isEqualTo(value);
    }

    @Test
    void shouldRefuseAnImageWithoutADigestOrOfAnotherRepository() {
        assertThat(refused(
                        with(input(), List.of(new Artifact("shop", ImageReference.parse("us.gcr.io/acme/shop:v1"))))))
                .containsExactly("artifact 'shop' is 'us.gcr.io/acme/shop:v1'; allowed: an image with a digest");
        assertThat(refused(with(
                        input(), List.of(new Artifact("shop", new ImageReference("docker.io/shop", null, Shop.V2))))))
                .singleElement()
                .satisfies(problem -> assertThat(problem).endsWith("allowed: an image of us.gcr.io/acme/shop"));
    }

    @Test
    void shouldRefuseAnArtifactThatIsBoundNowhere() {
        // Given
        PlanInput good = input();
        var files = Map.of("pod.yaml", POD.replace("acme/shop:old", "acme/other:old"), "job.yaml", JOB);
        var unbound = new PlanInput(
                good.definition(),
                good.digest(),
                files,
                good.clusters(),
                good.trigger(),
                good.parameters(),
                good.artifacts());

        // When
        List<String> problems = refused(unbound);

        // Then
        assertThat(problems)
                .containsExactly("artifact 'shop' is bound nowhere: no container in the manifests has an image of"
                        + " us.gcr.io/acme/shop");
    }

    @Test
    void shouldTakeAnArtifactAsBoundThatAnotherPipelineGets() {
        // Given
        String definition = STAGES.substring(0, STAGES.indexOf("    - id: deploy"))
                + "    - {id: eu, kind: pipeline, pipeline: tools-eu, artifacts: [shop]}\n";

        // When
        Plan plan = planned(input(definition, Map.of("mode", "fast")));

        // Then
        assertThat(plan.artifacts()).containsExactly(Shop.IMAGE);
    }

    @Test
    void shouldRefuseVariablesOfThePipelineThatDoNotEvaluate() {
        assertThat(refused(input(STAGES.replace("parameters.size * 2", "parameters.note"), Map.of("mode", "fast"))))
                .first()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("variables of the pipeline: expression 'parameters.note' does not evaluate: "));
    }

    @Test
    void shouldPlanAStageThatDoesNotEvaluateAsOneThatFailsAtItsTurn() {
        // Given
        String definition = STAGES.replace("shop-${{ parameters.mode }}", "shop-${{ parameters.note }}");

        // When
        Plan plan = planned(input(definition, Map.of("mode", "fast")));

        // Then
        assertThat(plan.stage("deploy").steps()).isEmpty();
        assertThat(plan.stage("deploy").problem())
                .startsWith("namespace: expression 'parameters.note' does not evaluate: ")
                .contains("note");
        assertThat(plan.stage("test").problem()).isNull();
    }

    @Test
    void shouldNameThePlaceOfAManifestThatDoesNotEvaluate() {
        // Given
        PlanInput good = input();
        var files = Map.of("pod.yaml", POD.replace("variables.target", "parameters.note"), "job.yaml", JOB);
        var bad = new PlanInput(
                good.definition(),
                good.digest(),
                files,
                good.clusters(),
                good.trigger(),
                good.parameters(),
                good.artifacts());

        // When
        Plan plan = planned(bad);

        // Then
        assertThat(plan.stage("deploy").problem())
                .startsWith("pod.yaml:4:9: expression 'parameters.note' does not evaluate: ");
    }

    @Test
    void shouldRefuseValuesThatDoNotFitAfterEvaluation() {
        // Given
        String definition = STAGES.replace("shop-${{ parameters.mode }}", "Shop ${{ parameters.mode }}");

        // When
        Plan plan = planned(input(definition, Map.of("mode", "fast")));

        // Then
        assertThat(plan.stage("deploy").problem())
                .isEqualTo(
                        "namespace: 'Shop ${{ parameters.mode }}' gives 'Shop fast'; allowed: a namespace: lower-case"
                                + " letters, digits and '-', at most 63");
    }

    @Test
    void shouldRefuseACanaryWhoseWorkloadIsNotAmongItsManifests() {
        // Given
        PlanInput good = Shop.delivery();
        PipelineDefinition pipeline =
                Shop.pipelineOf(Shop.text("pipeline.yaml").replace("workload: shop", "workload: cart"));
        var bad = new PlanInput(
                pipeline,
                good.digest(),
                good.files(),
                good.clusters(),
                good.trigger(),
                good.parameters(),
                good.artifacts());

        // When
        List<String> problems = refused(bad);

        // Then
        assertThat(problems)
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).contains("stage canary: its manifests hold no Deployment 'cart'"));
    }

    @Test
    void shouldBindThePlaygroundsInstallationToBothClusters() {
        // Given
        PipelineDefinition install = Shop.pipeline("install.yaml");
        var input = new PlanInput(
                install,
                Digest.of("d"),
                Shop.files(install),
                Shop.CLUSTERS,
                Shop.PUSHED,
                Map.of(),
                List.of(Shop.IMAGE));

        // When
        Plan plan = planned(input);

        // Then
        assertThat(plan.application()).isEqualTo("shop");
        assertThat(plan.stages()).allSatisfy(stage -> assertThat(stage.needs()).isEmpty());
        var task = (DeploymentTask.ApplyManifests)
                ((StepAction.Deploy) only(plan.stage("production")).action()).task();
        assertThat(task.manifests().text()).contains("kind: VirtualService", "replicas: 12");
    }
}
