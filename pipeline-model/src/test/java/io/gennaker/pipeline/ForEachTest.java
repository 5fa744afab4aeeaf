package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Stages that are repeated over a list.
class ForEachTest {
    private static final String HEAD = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              parameters: [{name: regions, type: string, default: "eu,us,ap"}]
              stages:
                - {id: first, kind: wait, duration: 1s}
            """;
    private static final String DEPLOY = """
                - id: deploy
                  kind: deploy
                  when: parameters.regions != ''
                  cluster: ${{ variables.region }}
                  namespace: shop-${{ variables.region }}
                  manifests: [shop.yaml]
                  onFailure: stopBranch
                  forEach: {as: region, in: "${{ parameters.regions.split(',') }}", maxParallel: 2}
                - {id: last, kind: check, conditions: [{that: "stages.deploy.outputs['eu.image'] == 'x'", message: other}]}
            """;
    private static final Map<String, ClusterDefinition> CLUSTERS = Map.of(
            "eu", new ClusterDefinition("eu", "eu-1"),
            "us", new ClusterDefinition("us", "us-1"),
            "ap", new ClusterDefinition("ap", "ap-1"));

    private static PlanResult planned(String stages, String regions) {
        return Planner.plan(new PlanInput(
                Shop.pipelineOf(HEAD + stages),
                Shop.V2,
                Map.of("shop.yaml", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: "shop-${{ variables.region }}"}
                        """),
                CLUSTERS,
                Shop.PUSHED,
                Map.of("regions", regions),
                List.of()));
    }

    private static Plan plan(String stages) {
        return switch (planned(stages, "eu,us,ap")) {
            case PlanResult.Planned(var plan, var digest) -> plan;
            case PlanResult.Refused(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static String namespace(Plan plan, String stage) {
        StepAction action = plan.stage(stage).steps().getFirst().action();
        var task = ((StepAction.Deploy) action).task();
        return task.cluster().context() + "/" + task.namespace();
    }

    @Test
    void shouldMakeAStageOfEachItemAndJoinThem() {
        // When
        var plan = plan(DEPLOY);

        // Then
        assertThat(plan.stages())
                .extracting(PlannedStage::id)
                .containsExactly("first", "deploy[eu]", "deploy[us]", "deploy[ap]", "deploy", "last");
        assertThat(plan.stage("deploy[eu]").needs()).containsExactly("first");
        assertThat(plan.stage("deploy[us]").needs()).containsExactly("first");
        assertThat(plan.stage("deploy[ap]").needs()).containsExactly("first", "deploy[eu]");
        assertThat(plan.stage("deploy[ap]").onFailure()).isEqualTo(FailurePolicy.CONTINUE);
        assertThat(plan.stage("deploy").needs()).containsExactly("deploy[eu]", "deploy[us]", "deploy[ap]");
        assertThat(plan.stage("deploy").onFailure()).isEqualTo(FailurePolicy.STOP_BRANCH);
        assertThat(namespace(plan, "deploy[ap]")).isEqualTo("ap-1/shop-ap");
        assertThat(((DeploymentTask.ApplyManifests) ((StepAction.Deploy) plan.stage("deploy[us]")
                                        .steps()
                                        .getFirst()
                                        .action())
                                .task())
                        .manifests()
                        .text())
                .contains("shop-us");
    }

    @Test
    void shouldBeginNoFurtherItemWhenOneFailedUnlessItContinues() {
        // When
        var stops = plan(DEPLOY);
        var goesOn = plan(DEPLOY.replace("maxParallel: 2", "maxParallel: 2, onItemFailure: continue"));

        // Then
        assertThat(stops.stages())
                .filteredOn(stage -> "deploy".equals(stage.unlessFailed()))
                .extracting(PlannedStage::id)
                .containsExactly("deploy[eu]", "deploy[us]", "deploy[ap]");
        assertThat(goesOn.stages()).extracting(PlannedStage::unlessFailed).containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parameters.regions != ''",
                "parameters.regions != '' // until they are all one",
                "parameters.regions == '' || true"
            })
    void shouldAskTheConditionOfAnItemAsItWasWritten(String condition) {
        // Given
        var plan = plan(DEPLOY.replace("parameters.regions != ''", condition));

        // When
        String asked = String.valueOf(plan.stage("deploy[ap]").when());

        // Then
        assertThat(asked).isEqualTo(condition);
        assertThat(Conditions.evaluate(asked, plan, Map.of())).isEqualTo(new ConditionResult.Met());
    }

    @Test
    void shouldJoinWithTheOutputsOfItemsAndFailWithTheNamesOfThoseThatFailed() {
        // Given
        var plan = plan(DEPLOY);
        var results = new TreeMap<String, StageResult>();
        results.put("deploy[eu]", new StageResult(StageStatus.SUCCEEDED, Map.of("image", "x")));
        results.put("deploy[us]", new StageResult(StageStatus.SUCCEEDED, Map.of()));
        results.put("deploy[ap]", new StageResult(StageStatus.SKIPPED, Map.of()));
        StepAction join = plan.stage("deploy").steps().getFirst().action();

        // When
        var well = StepTurn.of(join, plan, results, Instant.EPOCH);
        results.put("deploy[us]", new StageResult(StageStatus.FAILED_CONTINUED, Map.of()));
        var badly = StepTurn.of(join, plan, results, Instant.EPOCH);

        // Then
        assertThat(well).isEqualTo(new TurnResult.Over(Map.of("eu.image", "x")));
        assertThat(badly).isEqualTo(new TurnResult.Failed("1 of 3 failed: us; not begun: ap"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eu,mars  | stage 'deploy': unknown cluster 'mars'; allowed: ap, eu, us
            eu,eu    | stage 'deploy': forEach: '${{ parameters.regions.split(',') }}' gives [eu, eu]; allowed: each item once
            e/u      | stage 'deploy': forEach: '${{ parameters.regions.split(',') }}' gives [e/u]; allowed of each: letters, digits, '.', '_' and '-', at most 40
            """)
    void shouldRefuseThePlan(String regions, String problem) {
        assertThat(planned(DEPLOY, regions))
                .isInstanceOfSatisfying(
                        PlanResult.Refused.class,
                        refused -> assertThat(refused.problems()).contains(problem));
    }

    private static String waits(int stages) {
        return IntStream.range(0, stages)
                .mapToObj(number -> """
                            - {id: roll-out-service-%03d, kind: wait, duration: 1s, forEach: {as: region, in: [%s]}}
                        """.formatted(
                                number,
                                IntStream.range(0, 50)
                                        .mapToObj("europe-west-%02d"::formatted)
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining());
    }

    @Test
    void shouldRefuseAPlanThatDoesNotFitTheEventOfItsStart() {
        assertThat(planned(waits(150), "eu"))
                .isInstanceOfSatisfying(
                        PlanResult.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .startsWith("its 7651 stages, items of forEach among them, take 1")
                                .endsWith("allowed: together at most 900000"));
    }

    @Test
    void shouldRefuseAPlanWhoseParametersDoNotFitTheEventOfItsStart() {
        assertThat(planned(waits(1), "\"".repeat(460_000)))
                .isInstanceOfSatisfying(
                        PlanResult.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .contains("its parameters take 9200")
                                .endsWith("allowed: together at most 900000"));
    }

    @Test
    void shouldPlanThousandsOfItems() {
        assertThat(planned(waits(60), "eu")).isInstanceOf(PlanResult.Planned.class);
    }

    @Test
    void shouldRefuseAnItemWhoseStageWouldHaveAnIdBeyondTheBound() {
        // Given
        String stage =
                "    - {id: %s, kind: wait, duration: 1s, forEach: {as: region, in: [eu, europe-west-and-further]}}\n"
                        .formatted("s".repeat(40));

        // When
        var problems = Texts.problems(HEAD + stage);

        // Then
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("spec.stages[1].forEach.in");
            assertThat(problem.found()).endsWith("s[europe-west-and-further]' of 65 characters");
            assertThat(problem.allowed()).isEqualTo("at most 60");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {as: region, in: eu}                   | 8:71: spec.stages[1].forEach.in: found 'eu'; allowed: a list, or a text that is one expression and gives a list
            {as: region, in: [eu, eu]}             | 8:71: spec.stages[1].forEach.in: found 'eu' a second time; allowed: each item once
            {as: region, in: []}                   | 8:71: spec.stages[1].forEach.in: found 0 items; allowed: 1 to 50
            {as: region, in: [eu], maxParallel: 0} | 8:90: spec.stages[1].forEach.maxParallel: found 0; allowed: an integer from 1 to 50
            """)
    void shouldTellWhatIsWrongAndWhere(String forEach, String expected) {
        // When
        var problems = Texts.problems(HEAD + "    - {id: pause, kind: wait, duration: 1s, forEach: " + forEach + "}\n");

        // Then
        assertThat(problems).extracting(Problem::text).containsExactly("pipeline.yaml:" + expected);
    }
}
