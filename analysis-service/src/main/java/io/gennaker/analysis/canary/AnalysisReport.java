package io.gennaker.analysis.canary;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The verdict on a canary with all that it rests on: enough to judge again and to draw.
///
/// @param score 0 to 100
/// @param reasons why, with numbers; never empty
/// @param from begin of the window of data
/// @param to end of the window of data
/// @param rateWindow time that one sample covers
/// @param firstSample time of the first value of each metric; the others follow in distance of the step
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
        Instant from,
        Instant to,
        Duration rateWindow,
        Instant firstSample,
        Duration step,
        Instant judgedAt) {

    public AnalysisReport {
        reasons = List.copyOf(reasons);
        groups = List.copyOf(groups);
        metrics = List.copyOf(metrics);
    }

    /// The score of a group of metrics; null where no metric of it could be counted.
    public record GroupReport(String name, @Nullable Double score) {}

    /// One metric.
    ///
    /// @param unit suffix of the values, empty where it is not known
    /// @param shift the difference of canary and baseline by the rank test; null where a simpler rule decided
    /// @param baselineValues as measured, before missing values and outliers were treated; null where there is none
    /// @param canaryValues likewise
    public record MetricReport(
            MetricResult result,
            MetricSpec spec,
            String unit,
            @Nullable ShiftReport shift,
            String baselineQuery,
            String canaryQuery,
            List<@Nullable Double> baselineValues,
            List<@Nullable Double> canaryValues) {}

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
