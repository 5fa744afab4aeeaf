package io.gennaker.analysis.canary;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Verdict;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import io.gennaker.judges.sequential.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The verdict on a canary with all that it rests on: enough to judge again and to draw.
///
/// @param score 0 to 100
/// @param reasons why, with numbers; never empty
/// @param scores of all looks in order of time, this one last
/// @param from begin of the window of data
/// @param to end of the window of data
/// @param rateWindow time that one sample covers
/// @param firstSample time of the first value of a query
/// @param gaps between the values, where the analysis stood still; null in reports of before that was so
/// @param history comparison with earlier releases; null where none was asked for, or there is none
public record AnalysisReport(
        OperationId operationId,
        ExecutionId executionId,
        ClusterTarget cluster,
        String namespace,
        String workload,
        String judge,
        Verdict verdict,
        double score,
        double pass,
        double marginal,
        List<String> reasons,
        List<GroupReport> groups,
        List<MetricReport> metrics,
        List<ScorePoint> scores,
        Instant from,
        Instant to,
        Duration rateWindow,
        Instant firstSample,
        Duration step,
        Instant judgedAt,
        @Nullable List<Gap> gaps,
        @Nullable History history) {

    public AnalysisReport {
        reasons = List.copyOf(reasons);
        groups = List.copyOf(groups);
        metrics = List.copyOf(metrics);
        scores = List.copyOf(scores);
    }

    AnalysisReport judged(Verdict other, List<String> because, @Nullable History compared) {
        return with(other, because, metrics, compared);
    }

    AnalysisReport around(Verdict other, List<String> because, List<MetricReport> all) {
        return with(other, because, all, history);
    }

    private AnalysisReport with(
            Verdict other, List<String> because, List<MetricReport> all, @Nullable History compared) {
        return new AnalysisReport(
                operationId,
                executionId,
                cluster,
                namespace,
                workload,
                judge,
                other,
                score,
                pass,
                marginal,
                because,
                groups,
                all,
                scores,
                from,
                to,
                rateWindow,
                firstSample,
                step,
                judgedAt,
                gaps,
                compared);
    }

    /// The canary beside the releases that passed before.
    ///
    /// @param releases how many
    /// @param medianScore of them
    public record History(int releases, double medianScore, List<Metric> metrics) {

        /// @param canary mean of its values
        /// @param median of the means of the earlier releases
        /// @param change in percent of the median; null where that is 0
        public record Metric(
                String name,
                String unit,
                double canary,
                double median,
                @Nullable Double change,
                boolean isWorse) {}
    }

    /// The value after one at `after` is that of `before`, however far apart.
    public record Gap(Instant after, Instant before) {

        static List<Gap> of(AnalysisWindow window) {
            var clock = window.clock();
            return clock.cuts().stream()
                    .map(cut ->
                            new Gap(clock.wall(cut.at()), clock.wall(cut.at().plus(window.step()))))
                    .toList();
        }
    }

    /// The score of a group of metrics; null where no metric of it could be counted.
    public record GroupReport(String name, @Nullable Double score) {}

    /// One metric.
    ///
    /// @param unit suffix of the values, empty where it is not known
    /// @param shift the difference of canary and baseline by the rank test; null where a simpler rule decided
    /// @param firstValue time of the first value; the others follow in distance of the step
    /// @param baselineValues as measured, before missing values and outliers were treated; null where there is none
    /// @param canaryValues likewise
    /// @param distribution of the values; null without any
    /// @param trail the confidence sequence of the `sequential` judge; empty for the others
    public record MetricReport(
            MetricResult result,
            MetricSpec spec,
            String unit,
            @Nullable ShiftReport shift,
            Instant firstValue,
            String baselineQuery,
            String canaryQuery,
            List<@Nullable Double> baselineValues,
            List<@Nullable Double> canaryValues,
            @Nullable Distribution distribution,
            List<TrailPoint> trail) {}

    /// What one look found.
    ///
    /// @param at end of its data
    public record ScorePoint(Instant at, double score, Verdict verdict) {}

    /// A point of a confidence sequence.
    ///
    /// @param ratio of the canary's rate of bad requests to the baseline's, or of the odds that its value is the
    /// greater one; null where there is none
    /// @param lower bound of the ratio, valid at all times at once
    /// @param upper likewise; null where there is none yet
    /// @param evidence natural logarithm of the evidence that the canary is worse
    public record TrailPoint(
            Instant at,
            @Nullable Double ratio,
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Double evidence,
            long baselineBad,
            long baselineAll,
            long canaryBad,
            long canaryAll) {

        static List<TrailPoint> of(List<Look> looks, Instant first, AnalysisWindow window) {
            return IntStream.range(0, looks.size())
                    .mapToObj(index -> of(
                            looks.get(index),
                            window.clock().wall(first.plus(window.step().multipliedBy(index)))))
                    .toList();
        }

        private static TrailPoint of(Look look, Instant at) {
            var seen = look.seen();
            return new TrailPoint(
                    at,
                    finite(look.ratio()),
                    finite(look.lower()),
                    finite(look.upper()),
                    finite(look.evidence()),
                    seen.controlEvents(),
                    seen.controlTrials(),
                    seen.experimentEvents(),
                    seen.experimentTrials());
        }
    }

    /// How the values lie: medians, and counts in buckets of equal width over both sides.
    ///
    /// @param bounds one more than counts
    public record Distribution(
            @Nullable Double baselineMedian,
            @Nullable Double canaryMedian,
            List<Double> bounds,
            List<Integer> baselineCounts,
            List<Integer> canaryCounts) {
        private static final int BUCKETS = 20;

        static @Nullable Distribution of(MetricPair pair) {
            var baseline = measured(pair.control());
            var canary = measured(pair.experiment());
            var all = DoubleStream.concat(Arrays.stream(baseline), Arrays.stream(canary))
                    .summaryStatistics();
            if (all.getCount() == 0) {
                return null;
            }
            var width = (all.getMax() - all.getMin()) / BUCKETS;
            var bounds = IntStream.rangeClosed(0, BUCKETS)
                    .mapToObj(index -> all.getMin() + width * index)
                    .toList();
            return new Distribution(
                    median(baseline),
                    median(canary),
                    bounds,
                    counts(baseline, all.getMin(), width),
                    counts(canary, all.getMin(), width));
        }

        private static double[] measured(Samples samples) {
            return Arrays.stream(samples.sorted()).filter(Double::isFinite).toArray();
        }

        private static @Nullable Double median(double[] sorted) {
            return sorted.length == 0 ? null : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        }

        private static List<Integer> counts(double[] values, double least, double width) {
            var counts = new Integer[BUCKETS];
            Arrays.fill(counts, 0);
            for (var value : values) {
                var bucket = width == 0 ? 0 : (int) ((value - least) / width);
                counts[Math.min(bucket, BUCKETS - 1)]++;
            }
            return List.of(counts);
        }
    }

    /// The shift of the canary against the baseline in the unit of the metric, with its 98 % confidence bounds.
    public record ShiftReport(
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Double estimate,
            @Nullable Double tolerance,
            @Nullable Double effect) {}

    /// A number that JSON can hold, or null.
    static @Nullable Double finite(@Nullable Double value) {
        return value != null && Double.isFinite(value) ? value : null;
    }

    /// Values that JSON can hold.
    static List<@Nullable Double> finite(double[] values) {
        var list = new ArrayList<@Nullable Double>(values.length);
        Arrays.stream(values).forEach(value -> list.add(finite(value)));
        return list;
    }
}
