package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.RolloutStep;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.problem.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryConfigsTest {
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              stages:
                - id: canary
                  kind: canary
                  cluster: production
                  namespace: shop
                  manifests: [shop.yaml]
                  workload: shop
                  replicas: 1
                  route: {virtualService: shop, host: shop, destinationRule: shop}
                  analysis: {canaryConfig: canary.json, duration: 10m}
                  steps:
                    - {weight: 10, analysis: {}}
                    - {weight: 20, analysis: {judge: mann-whitney, pass: 99, scopes: {default: {scope: 'app-${workload}', params: {zone: b}}}}}
                    - {weight: 30, analysis: {metrics: [{name: own, preset: istio-error-rate}]}}
            """;
    private static final String CONFIG = """
            {"metrics": [
              {"name": "errors", "groups": ["g"],
               "query": {"type": "prometheus", "metricName": "e", "customInlineTemplate": "app='${scope}'"},
               "analysisConfigurations": {"canary": {"direction": "increase", "critical": true, "effectSize": {"allowedIncrease": 1.2}}}},
              {"name": "cpu", "query": {"type": "datadog", "metricName": "avg:cpu"},
               "analysisConfigurations": {"canary": {"direction": "up", "muted": true}}}],
             "classifier": {"groupWeights": {"g": "60"}, "scoreThresholds": {"pass": "95", "marginal": "70"}}}
            """;

    @Test
    void shouldNameTheFile() {
        assertThat(pipeline(PIPELINE).files()).containsExactly("canary.json", "shop.yaml");
    }

    @Test
    void shouldPutTheMetricsOfTheConfigurationIntoTheAnalysis() {
        // When
        var spec = spec(PIPELINE.replaceFirst("(?m)^.*weight: 20.*$\\R", ""), CONFIG, 0);

        // Then
        assertThat(spec.judge()).isEqualTo("kayenta");
        assertThat(spec.step()).as("Kayenta's own").isEqualTo(Duration.ofMinutes(1));
        assertThat(spec.pass()).isEqualTo(95);
        assertThat(spec.marginal()).isEqualTo(70);
        assertThat(spec.groupWeights()).containsExactly(Map.entry("g", 60.0));
        assertThat(spec.metrics()).extracting(MetricSpec::name).containsExactly("errors", "cpu");
        var errors = spec.metrics().getFirst();
        assertThat(errors.query()).isEqualTo("avg(e{app='${workload}'})");
        assertThat(errors.source()).isNull();
        assertThat(errors.critical()).isTrue();
        assertThat(errors.direction()).isEqualTo(MetricSpec.Direction.INCREASE);
        assertThat(Objects.requireNonNull(errors.effectSize()).allowedIncrease())
                .isEqualTo(1.2);
        var cpu = spec.metrics().getLast();
        assertThat(cpu.query()).isEqualTo("avg:cpu{${workload}}");
        assertThat(cpu.source()).isEqualTo("datadog");
        assertThat(cpu.counting()).isEqualTo(MetricSpec.Counting.DRY_RUN);
        // Kayenta takes a direction that it does not know for either
        assertThat(cpu.direction()).isEqualTo(MetricSpec.Direction.EITHER);
    }

    @Test
    void shouldFillInTheScopesOfTheStep() {
        // Given
        var config =
                CONFIG.replace("\"up\"", "\"either\"").replace("app='${scope}'", "app='${scope}',zone='$\\\\{zone}'");

        // When
        var spec = spec(PIPELINE.replace("10m}", "10m, scopes: {default: {params: {zone: a}}}}"), config, 1);

        // Then
        assertThat(spec.judge()).isEqualTo("mann-whitney");
        assertThat(spec.pass()).isEqualTo(99);
        assertThat(spec.metrics().getFirst().query()).isEqualTo("avg(e{app='app-${workload}',zone='b'})");
    }

    @Test
    void shouldPreferTheMetricsOfTheStep() {
        // When
        var spec = spec(PIPELINE, CONFIG.replace("\"up\"", "\"either\""), 2);

        // Then
        assertThat(spec.judge()).isEqualTo("mann-whitney");
        assertThat(spec.metrics()).extracting(MetricSpec::name).containsExactly("own");
    }

    @Test
    void shouldSayOfTheFileWhatIsWrong() {
        // Given
        var pipeline = pipeline(PIPELINE);

        // When
        var problems = Definitions.check(pipeline, Map.of("canary.json", CONFIG, "shop.yaml", DEPLOYMENT));
        var missing = Definitions.check(pipeline, Map.of("shop.yaml", DEPLOYMENT));
        var noJson = Definitions.check(pipeline, Map.of("canary.json", "metrics: []", "shop.yaml", DEPLOYMENT));

        // Then
        assertThat(problems)
                .extracting(Problem::text)
                .containsExactly(
                        "canary.json:1:1: canaryConfig.metrics[1].analysisConfigurations.canary.direction: found 'up'; allowed: one of [decrease, either, increase]");
        assertThat(missing)
                .extracting(Problem::text)
                .containsExactly(
                        "canary.json:1:1: found no such file, named by stage 'canary'; allowed: a file that is given: shop.yaml");
        assertThat(noJson)
                .extracting(Problem::text)
                .first()
                .asString()
                .startsWith("canary.json:1:1: canaryConfig: found no JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "analysis: {}} | analysis: {judge: threshold}} | found threshold with canaryConfig; allowed: kayenta, mann-whitney, sequential",
                "duration: 10m} | duration: 10m, groupWeights: {g: 1}} | found groupWeights beside canaryConfig; allowed: one of them",
                "analysis: {metrics | analysis: {source: x, metrics | found source without canaryConfig; allowed: only beside canaryConfig",
                "'app-${workload}' | '${pod}' | found unknown placeholder in '${pod}'; allowed: ${cluster}, ${namespace}, ${workload}",
                "params: {zone: b} | parms: {zone: b} | found unknown key 'parms'; allowed: scope, location, params"
            })
    void shouldRefuseWhatDoesNotFit(String text, String other, String problem) {
        // When
        var result = Definitions.read("pipeline.yaml", PIPELINE.replace(text, other));

        // Then
        assertThat(result).isInstanceOf(ReadResult.Invalid.class);
        assertThat(((ReadResult.Invalid) result).problems())
                .extracting(Problem::text)
                .anySatisfy(found -> assertThat(found).endsWith(problem));
    }

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            """;

    private static AnalysisSpec spec(String pipeline, String config, int step) {
        var applied = (Stage.Canary)
                CanaryConfigs.applied(pipeline(pipeline).stages().getFirst(), Map.of("canary.json", config));
        return Objects.requireNonNull(((RolloutStep.Shift) applied.steps().get(step)).analysis())
                .spec();
    }

    private static PipelineDefinition pipeline(String text) {
        var read = (ReadResult.Read) Definitions.read("pipeline.yaml", text);
        return (PipelineDefinition) read.documents().getFirst().definition();
    }
}
