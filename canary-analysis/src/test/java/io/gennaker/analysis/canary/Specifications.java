package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.IstioPresets;
import io.gennaker.analysis.metrics.MetricQueries;
import io.gennaker.contracts.AnalysisPace;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MetricLimits;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.Neighbours;
import io.gennaker.contracts.ReleaseHistory;
import io.gennaker.contracts.SequentialTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Specifications for tests: a minute of data, a sample each second.
public final class Specifications {

    public static final ExecutionId EXECUTION = new ExecutionId("shop-0123456789ab");
    public static final Instant ACCEPTED = Instant.parse("2026-11-23T12:00:00Z");
    public static final Sampling SAMPLING = new Sampling(Duration.ofSeconds(1));

    private Specifications() {}

    public static AnalysisPlanner planner() {
        return new AnalysisPlanner(
                new MetricQueries(new IstioPresets("cluster")),
                MetricSources.prometheus((_, _) -> List.of(), SAMPLING));
    }

    public static AnalysisPlan plan(MetricSpec... metrics) {
        return planner().plan(EXECUTION, task(spec(metrics)), ACCEPTED);
    }

    public static AnalyseCanary task(AnalysisSpec spec) {
        return new AnalyseCanary(new ClusterTarget("production", "production"), "acme", "shop", spec);
    }

    public static AnalysisSpec spec(MetricSpec... metrics) {
        return new AnalysisSpec(
                "mann-whitney",
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                8,
                List.of(metrics),
                Map.of(),
                95,
                75,
                null,
                null);
    }

    /// With the neighbours judged, too.
    public static AnalysisSpec around(@Nullable Neighbours neighbours, Duration duration, MetricSpec... metrics) {
        return new AnalysisSpec(
                "mann-whitney",
                Duration.ZERO,
                duration,
                Duration.ofSeconds(1),
                5,
                List.of(metrics),
                Map.of(),
                95,
                75,
                null,
                null,
                null,
                neighbours);
    }

    /// The same under the `sequential` judge, looked at each second.
    public static AnalysisSpec sequential(AnalysisSpec spec, double alpha) {
        return new AnalysisSpec(
                "sequential",
                spec.warmUp(),
                spec.duration(),
                spec.step(),
                spec.minimumSamples(),
                spec.metrics(),
                spec.groupWeights(),
                spec.pass(),
                spec.marginal(),
                spec.pace(),
                new SequentialTerms(alpha, SequentialTerms.AtHorizon.INCONCLUSIVE));
    }

    /// The same under another judge.
    public static AnalysisSpec judgedBy(String judge, AnalysisSpec spec) {
        return new AnalysisSpec(
                judge,
                spec.warmUp(),
                spec.duration(),
                spec.step(),
                spec.minimumSamples(),
                spec.metrics(),
                spec.groupWeights(),
                spec.pass(),
                spec.marginal(),
                spec.pace(),
                spec.sequential());
    }

    /// The same, looked at in intervals.
    public static AnalysisSpec paced(AnalysisSpec spec, AnalysisPace pace) {
        return new AnalysisSpec(
                spec.judge(),
                spec.warmUp(),
                spec.duration(),
                spec.step(),
                spec.minimumSamples(),
                spec.metrics(),
                spec.groupWeights(),
                spec.pass(),
                spec.marginal(),
                pace,
                spec.sequential());
    }

    /// The same beside earlier releases and with the neighbours judged, too.
    public static AnalysisSpec surrounded(
            AnalysisSpec spec, @Nullable ReleaseHistory history, @Nullable Neighbours neighbours) {
        return new AnalysisSpec(
                spec.judge(),
                spec.warmUp(),
                spec.duration(),
                spec.step(),
                spec.minimumSamples(),
                spec.metrics(),
                spec.groupWeights(),
                spec.pass(),
                spec.marginal(),
                spec.pace(),
                spec.sequential(),
                history,
                neighbours);
    }

    /// The canary's values against limits, looked at each second.
    public static AnalysisSpec threshold(MetricLimits limits) {
        var metric = custom("depth", "queue_depth{workload=\"${workload}\"}");
        return new AnalysisSpec(
                "threshold",
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                8,
                List.of(new MetricSpec(
                        metric.name(),
                        null,
                        metric.query(),
                        metric.group(),
                        metric.direction(),
                        false,
                        false,
                        metric.nanStrategy(),
                        null,
                        null,
                        null,
                        limits,
                        null,
                        null,
                        metric.unit())),
                Map.of(),
                95,
                75,
                null,
                null);
    }

    public static MetricSpec withMargin(MetricSpec metric, double margin) {
        return new MetricSpec(
                metric.name(),
                metric.preset(),
                metric.query(),
                metric.group(),
                metric.direction(),
                metric.critical(),
                metric.mustHaveData(),
                metric.nanStrategy(),
                metric.outlierFactor(),
                metric.effectSize(),
                margin,
                metric.limits(),
                metric.counting(),
                metric.source(),
                metric.unit());
    }

    /// Judged and shown, no more.
    public static MetricSpec dryRun(MetricSpec metric) {
        return new MetricSpec(
                metric.name(),
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
                MetricSpec.Counting.DRY_RUN,
                metric.source(),
                metric.unit());
    }

    public static MetricSpec preset(String name, String preset) {
        return metric(name, preset, null, "istio", false, true);
    }

    public static MetricSpec critical(String name, String preset) {
        return metric(name, preset, null, "istio", true, true);
    }

    public static MetricSpec optional(String name, String preset, String group) {
        return metric(name, preset, null, group, false, false);
    }

    public static MetricSpec custom(String name, String query) {
        return metric(name, null, query, "custom", false, true);
    }

    /// The same asked of another source.
    public static MetricSpec from(String source, MetricSpec metric) {
        return new MetricSpec(
                metric.name(),
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
                source,
                metric.unit());
    }

    private static MetricSpec metric(
            String name, String preset, String query, String group, boolean critical, boolean mustHaveData) {
        return new MetricSpec(
                name,
                preset,
                query,
                group,
                MetricSpec.Direction.INCREASE,
                critical,
                mustHaveData,
                MetricSpec.NanStrategy.REMOVE,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
