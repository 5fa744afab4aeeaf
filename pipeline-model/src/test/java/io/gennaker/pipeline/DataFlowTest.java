package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlanDigest;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Stages that read how earlier stages ended, when their turn comes.
class DataFlowTest {
    private static final Instant NOW = Instant.parse("2026-03-28T20:00:00Z");
    private static final String HEAD = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              parameters: [{name: size, type: int, default: 3}]
              artifacts: [{name: shop, image: us.gcr.io/acme/shop}]
              stages:
            """;
    private static final String TEST = """
                - {id: test, kind: job, needs: [], cluster: replica, namespace: shop, manifest: job.yaml}
            """;
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              template:
                spec:
                  containers:
                    - image: us.gcr.io/acme/shop
                      env:
                        - {name: CODE, value: "${{ string(variables.code) }}"}
            """;
    private static final String JOB = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: test}
            spec: {template: {spec: {containers: [{image: us.gcr.io/acme/shop}]}}}
            """;

    private static Plan plan(String stages) {
        return plan(stages, Map.of("job.yaml", JOB, "shop.yaml", DEPLOYMENT));
    }

    private static Plan plan(String stages, Map<String, String> files) {
        var pipeline = Shop.pipelineOf(HEAD + TEST + stages);
        var input = new PlanInput(pipeline, Shop.V2, files, Shop.CLUSTERS, Shop.PUSHED, Map.of(), List.of(Shop.IMAGE));
        return switch (Planner.plan(input)) {
            case PlanResult.Planned(var plan, var digest) -> {
                assertThat(PlanDigest.of(plan)).isEqualTo(digest);
                yield plan;
            }
            case PlanResult.Refused(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static TurnResult turn(Plan plan, String stage, Map<String, StageResult> ended) {
        PlannedStage planned = plan.stage(stage);
        assertThat(planned.problem()).isNull();
        return StepTurn.of(planned.steps().getFirst().action(), plan, ended, NOW);
    }

    private static Map<String, StageResult> tested(String exitCode) {
        return Map.of("test", new StageResult(StageStatus.SUCCEEDED, Map.of("exitCode", exitCode)));
    }

    @Test
    void shouldGiveTypedOutputsWhenEvaluated() {
        // Given
        var plan = plan("""
                    - id: sum
                      kind: evaluate
                      variables: {code: "${{ stages.test.outputs.exitCode }}"}
                      values: {next: variables.code + parameters.size, word: "'12'", list: "[1, 2]", fine: "stages.test.status == 'Succeeded'", half: 0.5}
                    - {id: after, kind: evaluate, values: {more: "stages.sum.outputs.next + 1", still: "stages.sum.outputs.word + '!'", size: "size(stages.sum.outputs.list)"}}
                """);

        // When
        var sum = (TurnResult.Over) turn(plan, "sum", tested("7"));
        var after = turn(
                plan,
                "after",
                Map.of(
                        "test", new StageResult(StageStatus.SUCCEEDED, Map.of("exitCode", "7")),
                        "sum", new StageResult(StageStatus.SUCCEEDED, sum.outputs())));

        // Then
        assertThat(sum.outputs())
                .isEqualTo(Map.of("next", "10", "word", "\"12\"", "list", "[1,2]", "fine", "true", "half", "0.5"));
        assertThat(after).isEqualTo(new TurnResult.Over(Map.of("more", "11", "still", "12!", "size", "2")));
    }

    @Test
    void shouldTakeTruthsAndNumbersAsYamlSpellsThem() {
        // Given
        var plan = plan("""
                    - id: gate
                      kind: check
                      when: TRUE
                      conditions: [{that: True, message: never}]
                    - {id: given, kind: evaluate, values: {fine: FALSE, half: 0.5, many: 1e3, hex: 0x1F}}
                    - {id: down, kind: pipeline, pipeline: cart, parameters: {dry: True, size: +5}}
                """);

        // When
        var checked = turn(plan, "gate", tested("0"));
        var given = turn(plan, "given", tested("0"));
        var down = (TurnResult.Ready) turn(plan, "down", tested("0"));

        // Then
        assertThat(Conditions.evaluate(String.valueOf(plan.stage("gate").when()), plan, tested("0")))
                .isEqualTo(new ConditionResult.Met());
        assertThat(checked).isEqualTo(new TurnResult.Over(Map.of()));
        assertThat(given)
                .isEqualTo(new TurnResult.Over(Map.of("fine", "false", "half", "0.5", "many", "1000.0", "hex", "31")));
        assertThat(((StepAction.RunPipeline) down.action()).parameters()).isEqualTo(Map.of("dry", "true", "size", "5"));
    }

    @Test
    void shouldFailWithExpressionAndReasonWhenAnOutputIsMissing() {
        // Given
        var plan = plan("""
                    - {id: sum, kind: evaluate, values: {next: stages.test.outputs.exitCode + 1}}
                """);

        // When
        var result = turn(plan, "sum", Map.of("test", new StageResult(StageStatus.SUCCEEDED, Map.of())));

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        TurnResult.Failed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith("expression 'stages.test.outputs.exitCode + 1' does not evaluate: ")
                                .contains("exitCode"));
    }

    @Test
    void shouldNameEachConditionThatIsFalse() {
        // Given
        var plan = plan("""
                    - id: gate
                      kind: check
                      conditions:
                        - {that: stages.test.outputs.exitCode == 0, message: "the test ended with ${{ stages.test.outputs.exitCode }}"}
                        - {that: parameters.size > 2, message: too small}
                        - {that: parameters.size > 5, message: not large}
                """);

        // When
        var failed = turn(plan, "gate", tested("3"));

        // Then
        assertThat(failed)
                .isEqualTo(new TurnResult.Failed("the test ended with 3 (stages.test.outputs.exitCode == 0);"
                        + " not large (parameters.size > 5)"));
    }

    @Test
    void shouldRenderManifestsAtItsTurnWhenAVariableReadsAStage() {
        // Given
        var plan = plan("""
                    - id: release
                      kind: deploy
                      cluster: production
                      namespace: shop
                      manifests: [shop.yaml]
                      variables: {code: "${{ stages.test.outputs.exitCode + 40 }}"}
                """);

        // When
        var ready = (TurnResult.Ready) turn(plan, "release", tested("2"));

        // Then
        var task = (DeploymentTask.ApplyManifests) ((StepAction.Deploy) ready.action()).task();
        assertThat(task.manifests().text())
                .contains("value: \"42\"")
                .contains(Shop.IMAGE.image().pinned());
    }

    @Test
    void shouldPinAnImageAtAPlaceOfItsOwnThatIsKnownAtItsTurnOnly() throws Exception {
        // Given
        var pipeline = Shop.pipelineOf(HEAD.replace(
                        "image: us.gcr.io/acme/shop}",
                        "image: us.gcr.io/acme/shop, bind: [{kind: Fleet, path: \"spec.servers[*].image\"}]}")
                + TEST + """
                    - id: release
                      kind: deploy
                      cluster: production
                      namespace: shop
                      manifests: [fleet.yaml]
                      variables: {code: "${{ stages.test.outputs.exitCode }}"}
                    - id: change
                      kind: patch
                      cluster: production
                      namespace: shop
                      object: {apiVersion: example.org/v1, kind: Fleet, name: shop}
                      patch: change.yaml
                      style: merge
                      variables: {code: "${{ stages.test.outputs.exitCode }}"}
                """);
        String servers =
                "spec: {servers: [{image: \"us.gcr.io/acme/${{ variables.code == 0 ? 'shop' : 'cart' }}\"}]}\n";
        var files = Map.of(
                "job.yaml", JOB,
                "change.yaml", servers,
                "fleet.yaml", "apiVersion: example.org/v1\nkind: Fleet\nmetadata: {name: shop}\n" + servers);
        var planned = (PlanResult.Planned) Planner.plan(
                new PlanInput(pipeline, Shop.V2, files, Shop.CLUSTERS, Shop.PUSHED, Map.of(), List.of(Shop.IMAGE)));
        Plan stored = MessageCodec.json().readValue(MessageCodec.json().writeValueAsBytes(planned.plan()), Plan.class);

        // When
        var release = (TurnResult.Ready) turn(stored, "release", tested("0"));
        var change = (TurnResult.Ready) turn(stored, "change", tested("0"));

        // Then
        var applied = (DeploymentTask.ApplyManifests) ((StepAction.Deploy) release.action()).task();
        assertThat(applied.manifests().text()).contains(Shop.IMAGE.image().pinned());
        var patched = (DeploymentTask.PatchObject) ((StepAction.Deploy) change.action()).task();
        assertThat(patched.patch().text()).contains(Shop.IMAGE.image().pinned());
    }

    @Test
    void shouldSayWhenManifestsAreTooLargeTogetherToBeKeptForTheirTurn() {
        // Given
        String map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {text: \"" + "x".repeat(600_000)
                + "\"}\n";
        String stage = """
                    - id: release
                      kind: deploy
                      cluster: production
                      namespace: shop
                      manifests: [a.yaml, b.yaml]
                """;
        var files = Map.of("job.yaml", JOB, "a.yaml", map.formatted("a"), "b.yaml", map.formatted("b"));

        // When
        var early = plan(stage, files);
        var late = plan(stage + "      variables: {code: \"${{ stages.test.outputs.exitCode }}\"}\n", files);

        // Then
        assertThat(early.stage("release").problem()).isNull();
        assertThat(late.stage("release").problem())
                .startsWith("manifests:1:1: found 12")
                .endsWith(" characters; allowed: at most 1000000 characters");
    }

    @Test
    void shouldAskWithWhatEarlierStagesGave() {
        // Given
        var plan = plan("""
                    - id: ask
                      kind: judgement
                      title: Go on after ${{ stages.test.outputs.exitCode }}?
                      links: [{title: Log, url: "https://logs/${{ stages.test.status }}"}]
                """);

        // When
        var ready = (TurnResult.Ready) turn(plan, "ask", tested("0"));

        // Then
        var spec = ((StepAction.Ask) ready.action()).spec();
        assertThat(spec.title()).isEqualTo("Go on after 0?");
        assertThat(spec.links().getFirst().url()).isEqualTo("https://logs/Succeeded");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            instant: 2026-03-28T21:30:00+01:00           | PT30M
            instant: "${{ '2026-03-28T20:00:05Z' }}"     | PT5S
            {time: "21:30", zone: Europe/Berlin}         | PT30M
            {time: "20:59", zone: Europe/Berlin}         | PT22H59M
            # the clocks are set forward at 02:00: 02:30 is not shown that night
            {time: "02:30", zone: Europe/Berlin}         | PT5H
            """)
    void shouldWaitUntilTheMoment(String keys, Duration rest) {
        // Given
        String inner = keys.startsWith("{") ? keys.substring(1, keys.length() - 1) : keys;
        var plan = plan("    - {id: rest, kind: waitUntil, " + inner + "}\n");

        // When
        var result = turn(plan, "rest", tested("0"));

        // Then
        assertThat(result).isEqualTo(new TurnResult.Ready(new StepAction.Wait(rest)));
    }

    @Test
    void shouldNotWaitForAMomentThatIsOver() {
        // Given
        var plan = plan("    - {id: rest, kind: waitUntil, instant: 2026-01-01T00:00:00Z}\n");

        // Then
        assertThat(turn(plan, "rest", tested("0"))).isEqualTo(new TurnResult.Over(Map.of()));
    }

    @Test
    void shouldKeepTextFromOutsideAsText() {
        // Given
        var plan = plan("""
                    - {id: ask, kind: judgement, title: "${{ trigger.attributes.tag }} ${{ stages.test.status }}"}
                """);
        var evil = new Plan(
                plan.pipeline(),
                plan.application(),
                plan.definition(),
                new TriggerInfo("manual", "console", "1", null, Map.of("tag", "${{ stages.test.outputs.exitCode }}")),
                plan.parameters(),
                plan.artifacts(),
                plan.timeout(),
                plan.stages(),
                plan.parameterTypes());

        // When
        var ready = (TurnResult.Ready) turn(evil, "ask", tested("0"));

        // Then
        assertThat(((StepAction.Ask) ready.action()).spec().title())
                .isEqualTo("${{ stages.test.outputs.exitCode }} Succeeded");
    }

    @Test
    void shouldCompareAWorkloadThatRuns() {
        // Given
        var plan = plan("""
                    - id: soak
                      kind: analysis
                      cluster: production
                      namespace: shop
                      workload: shop
                      baseline: shop-old
                      analysis: {duration: 5m, metrics: [{name: errors, preset: istio-error-rate}]}
                    - {id: gate, kind: check, conditions: [{that: stages.soak.outputs.score > 80, message: low}]}
                """);

        // Then
        var analyse = (StepAction.Analyse) plan.stage("soak").steps().getFirst().action();
        assertThat(((AnalysisTask.AnalyseCanary) analyse.task()).compared())
                .isEqualTo(new AnalysisTask.Compared("shop", "shop-old"));
        var scored = new StageResult(StageStatus.SUCCEEDED, Map.of("verdict", "Pass", "score", "90.0"));
        assertThat(turn(plan, "gate", Map.of("soak", scored))).isEqualTo(new TurnResult.Over(Map.of()));
    }

    @Test
    void shouldTakeBackWhereTheOtherStageApplies() {
        // Given
        var plan = plan("""
                    - {id: release, kind: deploy, cluster: production, namespace: "shop-${{ variables.where }}", manifests: [shop.yaml], variables: {where: eu, code: 1}}
                    - {id: back, kind: rollback, of: release}
                """);

        // Then
        assertThat(plan.stage("back").steps().getFirst().action())
                .isEqualTo(new StepAction.TakeBack(
                        "release", "apply", new ClusterTarget("production", "production"), "shop-eu"));
    }

    /// Reading.
    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 1000, textBlock = """
            {id: a, kind: evaluate, values: {x: stages.tset.status}} | 9:50: spec.stages[1].values.x: found `stages.tset.status`: unknown name 'tset'; allowed: test
            {id: a, kind: evaluate, needs: [], values: {x: stages.test.status}} | 9:61: spec.stages[1].values.x: found `stages.test.status`: unknown name 'test'; allowed: none is declared
            {id: a, kind: evaluate, values: {x-y: 1}} | 9:40: spec.stages[1].values.x-y: found 'x-y'; allowed: a letter or '_', then letters, digits and '_', at most 60
            {id: a, kind: evaluate, values: {x: +5}} | 9:43: spec.stages[1].values.x: found `+5`: extraneous input '+' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}; allowed: a CEL expression
            {id: a, kind: wait, duration: 1s, when: 1} | 9:47: spec.stages[1].when: found `1`, which gives int; allowed: an expression that gives true or false
            {id: a, kind: wait, duration: 1s, when: "'eu'"} | 9:48: spec.stages[1].when: found `'eu'`, which gives string; allowed: an expression that gives true or false
            {id: a, kind: check, conditions: [{that: "parameters.size == 2 ? 1 : 2", message: x}]} | 9:49: spec.stages[1].conditions[0].that: found `parameters.size == 2 ? 1 : 2`, which gives int; allowed: an expression that gives true or false
            {id: a, kind: pipeline, pipeline: cart, parameters: {size: 0x1F}} | 9:66: spec.stages[1].parameters.size: found 0x1F (integer); allowed: text, an integer, true, false
            {id: a, kind: evaluate, values: {}} | 9:39: spec.stages[1].values: found 0 values; allowed: 1 to 64
            {id: a, kind: check, conditions: []} | 9:40: spec.stages[1].conditions: found no conditions; allowed: at least one
            {id: a, kind: analysis, cluster: eu, namespace: x, workload: w, analysis: {duration: 5m, metrics: [{name: e, preset: istio-error-rate}]}} | 9:7: spec.stages[1]: found no key 'baseline'; allowed: a workload to compare with, or judge: threshold
            {id: a, kind: rollback, of: test} | 9:35: spec.stages[1].of: found 'test', which is no stage of kind deploy that this one needs; allowed: a stage of kind deploy above
            {id: a, kind: pipeline, pipeline: shop} | 9:41: spec.stages[1].pipeline: found 'shop', a cycle: shop > shop; allowed: another pipeline
            {id: a, kind: pipeline, pipeline: cart, artifacts: [cart]} | 9:58: spec.stages[1].artifacts: found unknown artifact 'cart'; allowed: shop
            {id: a, kind: webhook, url: "ftp://x"} | 9:35: spec.stages[1].url: found 'ftp://x'; allowed: an address that starts with https:// or http://
            {id: a, kind: webhook, url: "https://x", outputs: {n: $..n}} | 9:61: spec.stages[1].outputs.n: found '$..n'; allowed: a JSONPath of names and indexes, such as $.status or $.jobs[0]['build number']
            {id: a, kind: webhook, url: "https://x", callback: true, poll: {success: {path: $.s, values: [x]}}} | 9:58: spec.stages[1].callback: found true, beside poll; allowed: one way to learn of the end
            {id: a, kind: notify, title: x, message: y, channel: webhook} | 9:60: spec.stages[1].channel: found no url; allowed: a url for channels webhook and cdevents, none for another
            {id: a, kind: waitUntil} | 9:7: spec.stages[1]: found neither instant nor time; allowed: exactly one of instant, time
            {id: a, kind: waitUntil, time: "25:00", zone: UTC} | 9:38: spec.stages[1].time: found '25:00'; allowed: a time of day such as 14:30 or 14:30:15
            {id: a, kind: waitUntil, time: "12:00"} | 9:7: spec.stages[1]: found a time without a zone; allowed: time and zone together
            {id: a, kind: waitUntil, instant: tomorrow} | 9:41: spec.stages[1].instant: found 'tomorrow'; allowed: an instant such as 2026-05-01T08:00:00Z or 2026-05-01T08:00:00+02:00
            """)
    void shouldTellWhatIsWrongAndWhere(String stage, String expected) {
        // When
        var problems = Texts.problems(HEAD + TEST + "    - " + stage + "\n");

        // Then
        assertThat(problems).extracting(Problem::text).containsExactly("pipeline.yaml:" + expected);
    }

    @Test
    void shouldRefuseAnOutputThatItsKindNeverGives() {
        // When
        var problems = Texts.problems(HEAD + TEST + """
                    - {id: rest, kind: wait, duration: 1s}
                    - {id: a, kind: evaluate, values: {x: stages.rest.outputs.code}}
                """);

        // Then
        assertThat(problems)
                .extracting(Problem::text)
                .containsExactly("pipeline.yaml:10:63: spec.stages[2].values.x: found `stages.rest.outputs.code`:"
                        + " unknown name 'code'; allowed: none is declared");
    }

    @Test
    void shouldLetLaterStagesReadWhichImageADeployReplaced() {
        // When
        var problems = Texts.problems(HEAD + """
                    - {id: release, kind: deploy, cluster: eu, namespace: shop, manifests: [shop.yaml]}
                    - {id: note, kind: evaluate, values: {before: stages.release.outputs.previousImage}}
                """);

        // Then
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            scale, replicas: 2   | image, revision
            patch, patch: p.yaml | image, revision
            restart              | image, revision
            undo                 | image, previousImage, revision, undoneTo
            delete               | note, removed
            find                 | image, imageId, mixed, readyPods, replicas, revision, wantedImage
            """)
    void shouldKnowWhatEachOperationGives(String operation, String given) {
        // Given
        String stage = "    - {id: op, cluster: eu, namespace: shop, object: {kind: Deployment, name: shop}, kind: "
                + operation + "}\n";
        String reads = "    - {id: a, kind: evaluate, values: {x: stages.op.outputs.%s}}\n";

        // When
        var unknown = Texts.problems(HEAD + TEST + stage + reads.formatted("code"));
        var known = Stream.of(given.split(", "))
                .flatMap(name -> Texts.problems(HEAD + TEST + stage + reads.formatted(name)).stream());

        // Then
        assertThat(unknown).extracting(Problem::allowed).containsExactly(given);
        assertThat(known).isEmpty();
    }

    @Test
    void shouldRefuseAStageInTextsThatAreFixedBefore() {
        // When
        var problems = Texts.problems(HEAD + TEST + """
                    - id: release
                      kind: deploy
                      cluster: production
                      namespace: shop-${{ variables.code }}
                      manifests: [shop.yaml]
                      variables: {code: "${{ stages.test.outputs.exitCode }}"}
                """);

        // Then
        assertThat(problems)
                .extracting(Problem::text)
                .containsExactly("pipeline.yaml:12:37: spec.stages[1].namespace: found `variables.code`:"
                        + " unknown name 'code'; allowed: none is declared");
    }
}
