package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.gennaker.contracts.AnalysisPace;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.AnalysisTask.Certainty;
import io.gennaker.contracts.AnalysisTask.Certainty.OnLittleTraffic;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.MetricLimits;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.SequentialTerms;
import io.gennaker.pipeline.definition.Analysis;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.Concurrency;
import io.gennaker.pipeline.definition.Confirmation;
import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.Parameter;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Question;
import io.gennaker.pipeline.definition.RolloutStep;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.definition.TextPattern;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.ParameterType;
import io.gennaker.pipeline.problem.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionsTest {
    private static final String MANY_STAGES = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: long}
            spec:
              stages:
            """;

    private static final String MANIFEST =
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {replicas: 1}\n";
    private static final String JOB = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: blackbox}\nspec: {}\n";

    @ParameterizedTest
    @ValueSource(strings = {"clusters.yaml", "pipeline.yaml", "install.yaml"})
    void shouldReadTheExample(String file) {
        assertThat(Definitions.read(file, Shop.text(file))).isInstanceOf(ReadResult.Read.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipeline.yaml", "install.yaml"})
    void shouldFindNothingWrongInTheFilesOfTheExample(String file) {
        // Given
        PipelineDefinition pipeline = Shop.pipeline(file);

        // When
        List<Problem> problems = Definitions.check(pipeline, Shop.files(pipeline));

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldReadWhatIsWritten() {
        // When
        PipelineDefinition pipeline = Shop.pipelineOf(Texts.PIPELINE);

        // Then
        assertThat(pipeline.parameters())
                .containsExactly(new Parameter("replicas", ParameterType.INT, "12", null, false, List.of()));
        assertThat(pipeline.artifacts()).containsExactly(new ExpectedArtifact("shop", "us.gcr.io/acme/shop"));
        assertThat(pipeline.triggers())
                .containsExactly(new Trigger.Registry(
                        Trigger.Terms.none("pushed"), "us.gcr.io/acme/shop", TextPattern.parse("v*"), false));
        assertThat(pipeline.concurrency()).isEqualTo(new Concurrency(2, Concurrency.WhenFull.QUEUE));
        assertThat(pipeline.timeout()).isEqualTo(Duration.ofHours(2));
        assertThat(pipeline.variables()).isEqualTo(Map.of("host", new Value.Text("shop")));
        assertThat(pipeline.files()).containsExactly("job.yaml", "shop.yaml");
    }

    @Test
    void shouldFillInWhatIsNotWritten() {
        // When
        PipelineDefinition pipeline = Shop.pipelineOf("""
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: shop}
                spec: {stages: [{id: pause, kind: wait, duration: 1s}]}
                """);

        // Then
        assertThat(pipeline.application()).isEqualTo("shop");
        assertThat(pipeline.concurrency()).isEqualTo(Concurrency.ONE_AT_A_TIME);
        assertThat(pipeline.timeout()).isEqualTo(Duration.ofDays(7));
        assertThat(pipeline.stages()).singleElement().satisfies(stage -> {
            assertThat(stage.frame().onFailure()).isEqualTo(FailurePolicy.FAIL);
            assertThat(stage.frame().timeout()).isNull();
        });
    }

    @Test
    void shouldReadDefaultsAsYamlSpellsThem() {
        // Given
        String text = Texts.with("      default: 12\n", """
                      default: +12
                    - {name: dry, type: bool, default: True}
                """);

        // When
        PipelineDefinition pipeline = Shop.pipelineOf(text);

        // Then
        assertThat(pipeline.parameters()).extracting(Parameter::defaultValue).containsExactly("12", "true");
    }

    @Test
    void shouldNeedTheStageAboveUnlessNeedsIsWritten() {
        // When
        PipelineDefinition pipeline = Shop.pipelineOf(Texts.with("needs: [replica]", "needs: []"));

        // Then
        assertThat(pipeline.stages())
                .extracting(stage -> stage.frame().needs())
                .containsExactly(
                        List.of(), List.of("replica"), List.of(), List.of("blackbox", "pause"), List.of("approve"));
    }

    @Test
    void shouldCompleteTheAnalysisOfAStepFromTheStage() {
        // When
        var canary = (Stage.Canary) Shop.pipelineOf(Texts.PIPELINE).stages().getLast();

        // Then
        var metric = new MetricSpec(
                "error-rate",
                "istio-error-rate",
                null,
                "errors",
                MetricSpec.Direction.EITHER,
                false,
                false,
                MetricSpec.NanStrategy.REMOVE,
                null,
                new MetricSpec.EffectSize(MetricSpec.EffectSize.Measure.MEAN_RATIO, 1.1, 1, 1, 1),
                null,
                null,
                null,
                null,
                null);
        assertThat(canary.rollout().confirmation())
                .isEqualTo(new Confirmation(4, 50, Duration.ofMinutes(2), new Certainty(95, OnLittleTraffic.GO_ON)));
        assertThat(canary.steps().getFirst())
                .isEqualTo(new RolloutStep.Shift(
                        10,
                        new Analysis(
                                new AnalysisSpec(
                                        "mann-whitney",
                                        Duration.ZERO,
                                        Duration.ofMinutes(10),
                                        Duration.ofSeconds(5),
                                        10,
                                        List.of(metric),
                                        Map.of("errors", 100.0),
                                        95,
                                        80,
                                        null,
                                        null),
                                null)));
        assertThat(canary.steps().getLast()).isEqualTo(new RolloutStep.Shift(33, null));
    }

    @Test
    void shouldReadWhatTheSequentialJudgeIsTold() {
        // Given
        String text = Texts.with("        pass: 95\n", """
                        pass: 95
                        judge: sequential
                        interval: 30s
                        onInconclusive: extendOnce
                        alpha: 0.01
                        atHorizon: pass
                """)
                .replace("            group: errors\n", "            group: errors\n            margin: 0.5\n");

        // When
        var analysis = analysis(text).spec();

        // Then
        assertThat(analysis.judge()).isEqualTo("sequential");
        assertThat(analysis.pace())
                .isEqualTo(new AnalysisPace(Duration.ofSeconds(30), null, AnalysisPace.OnInconclusive.EXTEND_ONCE));
        assertThat(analysis.sequential()).isEqualTo(new SequentialTerms(0.01, SequentialTerms.AtHorizon.PASS));
        assertThat(analysis.metrics().getFirst().margin()).isEqualTo(0.5);
        assertThat(analysis.longest()).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void shouldReadTheLimitsOfTheThresholdJudge() {
        // Given
        String text = Texts.with("        pass: 95\n", "        pass: 95\n        judge: threshold\n")
                .replace("            group: errors\n", """
                                    group: errors
                                    dryRun: true
                                    limits: {success: {below: 1}, failure: {above: 5}, failureBudget: 2}
                        """);

        // When
        var metric = analysis(text).spec().metrics().getFirst();

        // Then
        assertThat(metric.counting()).isEqualTo(MetricSpec.Counting.DRY_RUN);
        assertThat(metric.limits())
                .isEqualTo(new MetricLimits(
                        new MetricLimits.Range(null, 1.0), new MetricLimits.Range(5.0, null), 2, 0, 0, 4, 0));
    }

    @Test
    void shouldReadTheUnitOfAQuery() {
        // Given
        String text = Texts.with("preset: istio-error-rate\n", "query: sent\n            unit: MiB/s\n");

        // When
        var metric = analysis(text).spec().metrics().getFirst();

        // Then
        assertThat(metric.unit()).isEqualTo("MiB/s");
    }

    private static Analysis analysis(String text) {
        var read = (ReadResult.Read) Definitions.read("pipeline.yaml", text);
        var pipeline = (PipelineDefinition) read.documents().getFirst().definition();
        var canary = (Stage.Canary) pipeline.stages().getLast();
        return ((RolloutStep.Shift) canary.steps().getFirst()).analysis();
    }

    @Test
    void shouldReadWhomAnInconclusiveAnalysisAsks() {
        // Given
        String text = Texts.with("        pass: 95\n", """
                        pass: 95
                        onInconclusive: ask
                        question: {title: Go on?, roles: [sre], quorum: 2}
                """);

        // When
        var question = analysis(text).whenInconclusive();

        // Then
        assertThat(question)
                .isEqualTo(new Question(
                        "Go on?",
                        "",
                        List.of(),
                        List.of("sre"),
                        2,
                        false,
                        Duration.ofDays(3),
                        Decision.REJECT,
                        List.of()));
    }

    @Test
    void shouldReadAnAnalysisBesideAllSteps() {
        // Given
        String text = Texts.with("      steps:\n", """
                      background: {judge: sequential, duration: 1h}
                      steps:
                """);

        // When
        var read = (ReadResult.Read) Definitions.read("pipeline.yaml", text);
        var pipeline = (PipelineDefinition) read.documents().getFirst().definition();
        var canary = (Stage.Canary) pipeline.stages().getLast();

        // Then: its metrics are those of the stage
        assertThat(canary.background()).isNotNull().satisfies(background -> {
            assertThat(background.spec().duration()).isEqualTo(Duration.ofHours(1));
            assertThat(background.spec().metrics()).hasSize(1);
        });
    }

    @Test
    void shouldAskInPlainWordsWhereNoQuestionIsWritten() {
        // When
        var analysis = analysis(Texts.with("        pass: 95\n", "        pass: 95\n        onInconclusive: ask\n"));

        // Then
        assertThat(analysis.whenInconclusive()).isEqualTo(Question.plain("The analysis is inconclusive: go on?"));
    }

    @Test
    void shouldNameAClustersContextAfterItWhereNoneIsWritten() {
        // When
        var result = Definitions.read("c.yaml", """
                apiVersion: gennaker/v1
                kind: Cluster
                metadata: {name: replica}
                ---
                apiVersion: gennaker/v1
                kind: Cluster
                metadata: {name: production}
                spec: {context: gke_acme_production}
                """);

        // Then
        assertThat(((ReadResult.Read) result).documents())
                .extracting(ReadResult.Document::definition)
                .containsExactly(
                        new ClusterDefinition("replica", "replica"),
                        new ClusterDefinition("production", "gke_acme_production"));
    }

    @Test
    void shouldReadEachDocumentAgainFromItsOwnText() {
        // Given
        String text = Shop.text("clusters.yaml") + "---\n" + Texts.PIPELINE;
        var documents = ((ReadResult.Read) Definitions.read("all.yaml", text)).documents();

        // When
        var again = documents.stream()
                .map(document -> (ReadResult.Read) Definitions.read("all.yaml", document.text()))
                .toList();

        // Then
        assertThat(again).hasSize(3);
        assertThat(again)
                .extracting(read -> read.documents().getFirst().definition())
                .isEqualTo(
                        documents.stream().map(ReadResult.Document::definition).toList());
    }

    @Test
    void shouldTellAllThatIsWrongWithTheFiles() {
        // Given
        PipelineDefinition pipeline = Shop.pipelineOf(Texts.PIPELINE);
        String manifest = """
                apiVersion: apps/v1
                kind: ${{ variables.kind }}
                metadata:
                  name: shop
                  ${{ variables.host }}: x
                spec:
                  replicas: ${{ variables.replcas }}
                ---
                kind: Service
                metadata: {labels: {}}
                """;

        // When
        var problems = Definitions.check(pipeline, Map.of("shop.yaml", manifest));

        // Then
        assertThat(problems)
                .extracting(Problem::text)
                .containsExactly(
                        "job.yaml:1:1: found no such file, named by stage 'blackbox'; allowed: a file that is given:"
                                + " shop.yaml",
                        "shop.yaml:2:7: kind: found an expression; allowed: the kind as plain text",
                        "shop.yaml:2:21: kind: found `variables.kind`: unknown name 'kind'; allowed: host",
                        "shop.yaml:5:3: metadata: found an expression in the key '${{ variables.host }}'; allowed:"
                                + " expressions in values only",
                        "shop.yaml:7:27: spec.replicas: found `variables.replcas`: unknown name 'replcas'; allowed: host",
                        "shop.yaml:9:1: apiVersion: found no apiVersion; allowed: text, as in any Kubernetes object",
                        "shop.yaml:9:1: metadata.name: found no name; allowed: a name, as objects are applied by name");
    }

    @Test
    void shouldWantExactlyOneJobForAJobStage() {
        // Given
        PipelineDefinition pipeline = Shop.pipelineOf(Texts.PIPELINE);

        // When
        var problems = Definitions.check(pipeline, Map.of("shop.yaml", MANIFEST, "job.yaml", JOB + "---\n" + MANIFEST));

        // Then
        assertThat(problems)
                .extracting(Problem::text)
                .containsExactly(
                        "job.yaml:1:1: found 2 objects for stage 'blackbox'; allowed: exactly one object, of kind"
                                + " Job");
    }

    @Test
    void shouldTellAFileThatIsNoYaml() {
        // Given
        PipelineDefinition pipeline = Shop.pipelineOf(Texts.PIPELINE);

        // When
        var problems = Definitions.check(pipeline, Map.of("shop.yaml", "a: [", "job.yaml", JOB));

        // Then
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).startsWith("shop.yaml:1:5: found what is not YAML"));
    }

    @Test
    void shouldTellAFileWithoutObjects() {
        // Given
        PipelineDefinition pipeline = Shop.pipelineOf(Texts.PIPELINE);

        // When
        var problems = Definitions.check(pipeline, Map.of("shop.yaml", "# empty\n", "job.yaml", JOB));

        // Then
        assertThat(problems)
                .extracting(Problem::text)
                .containsExactly("shop.yaml:1:1: found no object; allowed: at least one Kubernetes object");
    }

    @Test
    void shouldGiveADigestThatTellsEveryChangeApart() {
        // Given
        var files = Map.of("a", "1", "b", "2");

        // Then
        assertThat(List.of(
                        Definitions.digest("d", files),
                        Definitions.digest("e", files),
                        Definitions.digest("d", Map.of("a", "1")),
                        Definitions.digest("d", Map.of("a", "2", "b", "1")),
                        Definitions.digest("d", Map.of("a", "1", "c", "2")),
                        Definitions.digest("d", Map.of("a", "1\n1 b 1\n2")),
                        Definitions.digest("d\n1 a 1\n1", Map.of("b", "2"))))
                .doesNotHaveDuplicates();
        assertThat(Definitions.digest("d", files))
                .isEqualTo(Definitions.digest("d", new LinkedHashMap<>(Map.of("b", "2", "a", "1"))))
                .hasToString("sha256:90d08f0420e48ed733fb27488cb15b977d222c40a15c85270d685c66527e380c");
    }

    /// What looked at a text once per expression in it, and at a file once per stage, would take an hour.
    @ParameterizedTest
    @CsvSource({"1, 0", "x, 200"})
    void shouldCheckAFileOfManyExpressionsThatManyStagesName(String expression, int problems) {
        // Given
        String deploys = IntStream.rangeClosed(1, 1_000)
                .mapToObj("    - {id: d%d, kind: deploy, cluster: c, namespace: n, manifests: [app.yaml]}\n"::formatted)
                .collect(Collectors.joining());
        PipelineDefinition pipeline = Shop.pipelineOf(MANY_STAGES + deploys);
        String file = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata:\n  a: "
                + ("${{" + expression + "}}").repeat(160_000);

        // When
        List<Problem> found = assertTimeoutPreemptively(
                Duration.ofMinutes(2), () -> Definitions.check(pipeline, Map.of("app.yaml", file)));

        // Then
        assertThat(found).hasSize(problems);
    }

    @Test
    void shouldReadManyStagesThatTakeBackWhatOthersDid() {
        // Given
        String stages = IntStream.rangeClosed(1, 500)
                        .mapToObj(
                                "    - {id: d%d, kind: deploy, cluster: c, namespace: n, manifests: [app.yaml]}\n"
                                        ::formatted)
                        .collect(Collectors.joining())
                + IntStream.rangeClosed(1, 500)
                        .mapToObj("    - {id: r%1$d, kind: rollback, of: d%1$d}\n"::formatted)
                        .collect(Collectors.joining());

        // When
        PipelineDefinition pipeline =
                assertTimeoutPreemptively(Duration.ofMinutes(2), () -> Shop.pipelineOf(MANY_STAGES + stages));

        // Then
        assertThat(pipeline.stages()).hasSize(1_000);
    }
}
