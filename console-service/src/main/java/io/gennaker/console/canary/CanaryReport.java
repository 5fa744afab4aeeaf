package io.gennaker.console.canary;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The report of an analysis, as far as it is shown; what it holds besides is passed over.
///
/// @param pass score from which it passes, and `marginal`, from which it is inconclusive
/// @param scores of all looks in order of time, the last one decided
/// @param from begin of the window of data, and `to`, its end
/// @param gaps between the values, where the analysis stood still
/// @param history what the judge made of earlier releases; null where it was not asked to
public record CanaryReport(
        String operationId,
        ClusterTarget cluster,
        String namespace,
        String workload,
        String judge,
        Verdict verdict,
        double score,
        double pass,
        double marginal,
        List<String> reasons,
        List<Group> groups,
        List<Metric> metrics,
        List<ScorePoint> scores,
        Instant from,
        Instant to,
        Duration rateWindow,
        Duration step,
        Instant judgedAt,
        List<Gap> gaps,
        @Nullable Comparison history) {
    public CanaryReport {
        reasons = List.copyOf(reasons);
        groups = List.copyOf(groups);
        metrics = List.copyOf(metrics);
        scores = List.copyOf(scores);
        gaps = List.copyOf(gaps);
    }

    /// @param score null where no metric of it could be counted
    public record Group(String name, @Nullable Double score) {}

    /// @param unit suffix of the values, with the space before it; empty where it is not known
    /// @param shift difference of canary and baseline by the rank test; null where a simpler rule decided
    /// @param firstValue time of the first value; the others follow in distance of the step
    /// @param baselineValues as measured; null where there is none
    /// @param trail the confidence sequence of the `sequential` judge; empty for the others
    public record Metric(
            MetricResult result,
            MetricSpec spec,
            String unit,
            @Nullable Shift shift,
            Instant firstValue,
            String baselineQuery,
            String canaryQuery,
            List<@Nullable Double> baselineValues,
            List<@Nullable Double> canaryValues,
            @Nullable Distribution distribution,
            List<TrailPoint> trail) {}

    /// In the unit of the metric, with 98 % confidence bounds.
    public record Shift(
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Double estimate,
            @Nullable Double tolerance,
            @Nullable Double effect) {}

    /// @param bounds of the buckets: one more than counts
    public record Distribution(
            @Nullable Double baselineMedian,
            @Nullable Double canaryMedian,
            List<Double> bounds,
            List<Integer> baselineCounts,
            List<Integer> canaryCounts) {}

    /// @param ratio of canary to baseline, with bounds that hold at all times at once
    /// @param evidence natural logarithm of the evidence that the canary is worse
    public record TrailPoint(
            Instant at,
            @Nullable Double ratio,
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Double evidence) {}

    /// What one look found.
    public record ScorePoint(Instant at, double score, Verdict verdict) {}

    /// The value after one at `after` is that of `before`, however far apart.
    public record Gap(Instant after, Instant before) {}

    /// @param releases how many, and `medianScore` of them
    public record Comparison(int releases, double medianScore, List<Compared> metrics) {}

    /// @param change in percent of the median; null where that is 0
    public record Compared(
            String name,
            String unit,
            double canary,
            double median,
            @Nullable Double change,
            boolean isWorse) {}
}
