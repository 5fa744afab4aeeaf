package io.gennaker.analysis.canary;

import static io.gennaker.analysis.canary.Specifications.critical;
import static io.gennaker.analysis.canary.Specifications.custom;
import static io.gennaker.analysis.canary.Specifications.optional;
import static io.gennaker.analysis.canary.Specifications.plan;
import static io.gennaker.analysis.canary.Specifications.preset;
import static io.gennaker.analysis.canary.Specifications.withMargin;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.contracts.AnalysisPace;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Verdict;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CanaryAnalysisTest {

    private static final OperationId OPERATION = new OperationId("shop-0123456789ab/canary/analyse-10/1");
    private static final Instant NOW = Instant.parse("2026-11-23T12:02:00Z");

    @Test
    void shouldPassWhenNoMetricDiffers() {
        // Given
        var plan = plan(preset("errors", "istio-error-rate"), preset("p95", "istio-latency-p95"));

        // When
        var report = report(plan, pair("errors", zero(), zero()), pair("p95", around(20, 1), around(20, 2)));

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.score()).isEqualTo(100.0);
        assertThat(report.reasons())
                .hasSize(3)
                .first()
                .isEqualTo("score reaches the pass threshold; score 100 of 100, pass from 95.0, marginal from 75.0");
    }

    @Test
    void shouldFailWithNumbersWhenErrorsAppear() {
        // Given
        var plan = plan(preset("p95", "istio-latency-p95"), critical("errors", "istio-error-rate"));

        // When
        var report = report(plan, pair("p95", around(20, 1), around(20, 2)), pair("errors", zero(), constant(5)));

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.reasons().getFirst()).startsWith("critical metric failed: [errors]; score 0.0 of 100");
        assertThat(report.reasons().get(1))
                .isEqualTo("errors: canary 5.00 % against baseline 0.0 %, shift 5.00 % (98 % sure of 5.00 % to 5.00 %),"
                        + " High, critical");
        assertThat(report.metrics().get(1).result().ratio()).isNull();
        assertThat(report.metrics())
                .extracting(metric -> metric.result().unit())
                .containsExactly(" ms", " %");
    }

    @Test
    void shouldFailWhenTheScoreIsBelowMarginal() {
        // Given
        var plan = plan(preset("p95", "istio-latency-p95"), preset("errors", "istio-error-rate"));

        // When
        var report = report(plan, pair("p95", around(20, 1), around(100, 2)), pair("errors", zero(), zero()));

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.score()).isEqualTo(50.0);
        assertThat(report.reasons().get(1))
                .contains("p95: canary ")
                .contains(" ms against baseline ")
                .contains("ratio ");
    }

    @Test
    void shouldBeInconclusiveWhenTheScoreIsMarginal() {
        // Given
        var plan = plan(
                preset("a", "istio-latency-p50"),
                preset("b", "istio-latency-p95"),
                preset("c", "istio-latency-p99"),
                preset("d", "istio-request-rate"));

        // When
        var report = report(
                plan,
                pair("a", zero(), zero()),
                pair("b", zero(), zero()),
                pair("c", zero(), zero()),
                pair("d", around(20, 1), around(100, 2)));

        // Then
        assertThat(report.score()).isEqualTo(75.0);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldBeInconclusiveWhenThereIsNoTraffic() {
        // Given
        var plan = plan(preset("errors", "istio-error-rate"), optional("p95", "istio-latency-p95", "istio"));

        // When
        var report = report(plan, pair("errors", missing(), missing()), pair("p95", missing(), missing()));

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.reasons().getFirst()).startsWith("no metric could be compared");
        assertThat(report.reasons()).contains("errors: no data, canary has 0 samples and baseline 0, NodataFailMetric");
    }

    @Test
    void shouldBeInconclusiveWhenAMetricHasTooFewSamples() {
        // Given
        var plan = plan(preset("errors", "istio-error-rate"), preset("p95", "istio-latency-p95"));

        // When
        var report = report(plan, pair("errors", zero(), zero()), pair("p95", around(20, 1), Samples.of(20, 21, 22)));

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.reasons())
                .anyMatch(reason -> reason.startsWith("could not be compared: [p95]"))
                .contains("p95: canary has 3 samples and baseline 57, at least 8 each are needed, Inconclusive");
        assertThat(report.metrics().get(1).result().classification()).isEqualTo("Inconclusive");
    }

    @Test
    void shouldBeInconclusiveWhenACriticalMetricHasNoData() {
        // Given
        var plan = plan(
                critical("errors", "istio-error-rate"),
                preset("p95", "istio-latency-p95"),
                preset("p50", "istio-latency-p50"));

        // When
        var report = report(
                plan, pair("errors", zero(), missing()), pair("p95", zero(), zero()), pair("p50", zero(), zero()));

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.reasons().getFirst()).startsWith("critical metric has no data: [errors]");
    }

    @Test
    void shouldBeInconclusiveWhenAGroupHasNoDataThoughKayentaCountsItAsFull() {
        // Given
        var plan = plan(
                preset("errors", "istio-error-rate"),
                preset("p50", "istio-latency-p50"),
                optional("queue", "istio-request-rate", "queues"));

        // When
        var report = report(
                plan, pair("errors", zero(), zero()), pair("p50", zero(), zero()), pair("queue", missing(), missing()));

        // Then
        assertThat(report.score()).isEqualTo(100.0);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.reasons().getFirst()).startsWith("no metric has data in group [queues]");
    }

    @Test
    void shouldTellWhenTheFirstValueWasWhereItLooksBackAndFailsBeforeItsEnd() {
        // Given: three looks, each at the last fifteen seconds
        var pace = new AnalysisPace(Duration.ofSeconds(20), Duration.ofSeconds(15), AnalysisPace.OnInconclusive.FAIL);
        var spec = Specifications.paced(Specifications.spec(critical("errors", "istio-error-rate")), pace);
        var plan = Specifications.planner()
                .plan(Specifications.EXECUTION, Specifications.task(spec), Specifications.ACCEPTED);

        // When: the first look fails it
        var report = report(plan, pair("errors", zero(), constant(5)));

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.firstSample()).isEqualTo(Specifications.ACCEPTED.plusSeconds(10 + 20 - 15 + 4));
        assertThat(report.metrics())
                .extracting(AnalysisReport.MetricReport::firstValue)
                .containsExactly(report.firstSample());
    }

    @Test
    void shouldWriteAReportWithoutNumbersThatJsonCannotHold() throws JsonProcessingException {
        // Given
        var plan = plan(preset("errors", "istio-error-rate"), preset("p95", "istio-latency-p95"));
        var infinite = Samples.of(DoubleStream.concat(
                        DoubleStream.of(around(20, 1).toArray()), DoubleStream.of(Double.POSITIVE_INFINITY, Double.NaN))
                .toArray());
        var report = report(plan, pair("errors", zero(), constant(5)), pair("p95", around(20, 1), infinite));

        // When
        var json = MessageCodec.json().writeValueAsString(report);

        // Then
        assertThat(json).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(MessageCodec.json().readValue(json, AnalysisReport.class)).isEqualTo(report);
        assertThat(report.metrics().get(1).canaryValues().subList(57, 59)).containsOnlyNulls();
    }

    @Test
    void shouldNotFailSequentiallyOnValuesThatAreEqualThroughout() {
        // Given
        var plan = sequential(
                custom("restarts", "restarts{pod=~\"${workload}-.*\"}"),
                withMargin(custom("load", "load{pod=~\"${workload}-.*\"}"), 50));

        // When
        var report = report(plan, pair("restarts", zero(), zero()), pair("load", around(20, 1), around(20, 2)));

        // Then
        assertThat(report.metrics().get(1).result().classification()).isEqualTo("Pass");
        assertThat(report.metrics().getFirst().result().classification()).isEqualTo("Inconclusive");
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldJudgeAsKayentaWhereThatIsAskedFor() {
        // Given
        var plan = likeKayenta(preset("p95", "istio-latency-p95"));

        // When: too few for the strict judge
        var report = report(plan, pair("p95", Samples.of(1, 2, 3), Samples.of(3, 2, 1)));

        // Then
        assertThat(report.judge()).isEqualTo("kayenta");
        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.score()).isEqualTo(100.0);
    }

    @Test
    void shouldNotPassAsKayentaWhatWasNotMeasured() {
        // Given
        var metric = preset("p95", "istio-latency-p95");
        var plan = likeKayenta(new MetricSpec(
                metric.name(),
                metric.preset(),
                null,
                metric.group(),
                metric.direction(),
                false,
                false,
                MetricSpec.NanStrategy.REPLACE,
                null,
                null,
                null,
                null,
                null,
                null,
                metric.unit()));

        // When: zeros in place of what is missing are alike
        var report = report(plan, pair("p95", missing(), missing()));

        // Then
        assertThat(report.metrics().getFirst().result().classification()).isEqualTo("Pass");
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.reasons().getFirst()).startsWith("the canary has no measured value in any metric");
    }

    private static AnalysisPlan likeKayenta(MetricSpec metric) {
        return Specifications.planner()
                .plan(
                        Specifications.EXECUTION,
                        Specifications.task(Specifications.judgedBy("kayenta", Specifications.spec(metric))),
                        Specifications.ACCEPTED);
    }

    private static AnalysisPlan sequential(MetricSpec... metrics) {
        return Specifications.planner()
                .plan(
                        Specifications.EXECUTION,
                        Specifications.task(Specifications.sequential(Specifications.spec(metrics), 0.5)),
                        Specifications.ACCEPTED);
    }

    private static AnalysisReport report(AnalysisPlan plan, MetricPair... pairs) {
        var data = Arrays.stream(pairs)
                .map(pair -> (MetricData) new MetricData.Values(pair))
                .toList();
        return CanaryAnalysis.report(plan, OPERATION, Judged.of(plan, data, true), 0, List.of(), NOW);
    }

    private static MetricPair pair(String name, Samples baseline, Samples canary) {
        return new MetricPair(name, name, Map.of(), baseline, canary);
    }

    private static Samples missing() {
        return Samples.missing(57);
    }

    private static Samples zero() {
        return constant(0);
    }

    private static Samples constant(double value) {
        return Samples.of(DoubleStream.generate(() -> value).limit(57).toArray());
    }

    private static Samples around(double mean, long seed) {
        var random = new Random(seed);
        return Samples.of(DoubleStream.generate(() -> mean + random.nextGaussian())
                .limit(57)
                .toArray());
    }
}
