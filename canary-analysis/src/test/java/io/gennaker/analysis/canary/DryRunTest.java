package io.gennaker.analysis.canary;

import static io.gennaker.analysis.canary.Specifications.ACCEPTED;
import static io.gennaker.analysis.canary.Specifications.EXECUTION;
import static io.gennaker.analysis.canary.Specifications.critical;
import static io.gennaker.analysis.canary.Specifications.dryRun;
import static io.gennaker.analysis.canary.Specifications.planner;
import static io.gennaker.analysis.canary.Specifications.preset;
import static io.gennaker.analysis.canary.Specifications.spec;
import static io.gennaker.analysis.canary.Specifications.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.MetricLimits;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Verdict;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/// A metric that is tried before it counts: judged and shown, no more.
class DryRunTest {

    private static final MetricSpec GOOD = preset("p95", "istio-latency-p95");
    private static final MetricSpec BAD = critical("errors", "istio-error-rate");

    @Test
    void shouldShowAndNotCountAMetricThatFails() {
        // When
        var counted = report(spec(GOOD, BAD), pair("p95", 20, 20), pair("errors", 0, 5));
        var tried = report(spec(GOOD, dryRun(BAD)), pair("p95", 20, 20), pair("errors", 0, 5));

        // Then
        assertThat(counted.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(tried.verdict()).isEqualTo(Verdict.PASS);
        assertThat(tried.score()).isEqualTo(100);
        assertThat(tried.reasons())
                .anyMatch(reason -> reason.startsWith("errors: canary 5.00 % against baseline 0.0 %")
                        && reason.endsWith("; a dry run, not counted"));
        assertThat(tried.metrics().getLast().result().classification()).isEqualTo("High");
    }

    @Test
    void shouldNotWaitForAMetricThatIsOnlyTriedUnderTheSequentialJudge() {
        // Given: a difference of values that nobody can overlook, in the metric that does not count
        var spec = Specifications.sequential(spec(GOOD, dryRun(BAD)), 0.05);

        // When
        var report = report(spec, pair("p95", 20, 20), pair("errors", 0, 5));

        // Then
        assertThat(report.verdict()).isNotEqualTo(Verdict.FAIL);
    }

    @Test
    void shouldNotFailByLimitsThatAreOnlyTried() {
        // Given
        var within = new MetricLimits(new MetricLimits.Range(null, 10.0), null, 0, 0, 0, 0, 0);
        var metric = Specifications.threshold(within).metrics().getFirst();
        var other = renamed("other", metric);

        // When
        var tried = report(
                Specifications.judgedBy("threshold", spec(metric, dryRun(other))),
                pair("depth", 0, 5),
                pair("other", 0, 50));
        var counted = report(
                Specifications.judgedBy("threshold", spec(metric, other)), pair("depth", 0, 5), pair("other", 0, 50));

        // Then
        assertThat(counted.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(tried.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void shouldTryMetricsToTheEndWhereNothingCounts() {
        // Given
        var depth = Specifications.threshold(new MetricLimits(new MetricLimits.Range(null, 10.0), null, 0, 0, 0, 0, 0))
                .metrics()
                .getFirst();
        var watched = Specifications.sequential(spec(dryRun(GOOD)), 0.05);
        var limited = Specifications.judgedBy("threshold", spec(dryRun(depth)));

        // When: there is more to come
        var bySequence = judged(watched, false, pair("p95", 20, 20));
        var byLimits = judged(limited, false, pair("depth", 0, 5));

        // Then
        assertThat(bySequence.isOver()).isFalse();
        assertThat(byLimits.isOver()).isFalse();
    }

    @Test
    void shouldNotPassWhereNothingCounts() {
        // When
        var report = report(spec(dryRun(GOOD)), pair("p95", 20, 20));

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.reasons()).first().asString().startsWith("no metric could be compared");
    }

    private static MetricSpec renamed(String name, MetricSpec metric) {
        return new MetricSpec(
                name,
                metric.preset(),
                metric.query(),
                metric.group(),
                metric.direction(),
                metric.critical(),
                metric.mustHaveData(),
                metric.nanStrategy(),
                metric.outlierFactor(),
                metric.effectSize(),
                metric.margin(),
                metric.limits(),
                metric.counting(),
                metric.source(),
                metric.unit());
    }

    private static AnalysisReport report(AnalysisSpec spec, MetricPair... pairs) {
        var plan = planner().plan(EXECUTION, task(spec), ACCEPTED);
        return CanaryAnalysis.report(plan, new OperationId("x"), judged(spec, true, pairs), 0, List.of(), ACCEPTED);
    }

    private static Judged judged(AnalysisSpec spec, boolean isLast, MetricPair... pairs) {
        var plan = planner().plan(EXECUTION, task(spec), ACCEPTED);
        return Judged.of(
                plan,
                Arrays.stream(pairs).<MetricData>map(MetricData.Values::new).toList(),
                isLast);
    }

    private static MetricPair pair(String name, double baseline, double canary) {
        return new MetricPair(name, name, Map.of(), constant(baseline), constant(canary));
    }

    private static Samples constant(double value) {
        return Samples.of(DoubleStream.generate(() -> value).limit(57).toArray());
    }
}
