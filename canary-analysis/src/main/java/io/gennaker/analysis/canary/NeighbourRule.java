package io.gennaker.analysis.canary;

import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Adds what the neighbours of a canary fared: one that is worse off fails it, whatever its own metrics say. One
/// without enough data is shown and does not count, as nobody is harmed by calls that are not made.
public final class NeighbourRule {

    private static final Set<String> COMPARED = Set.of("Pass", "High", "Low");

    private NeighbourRule() {}

    /// @param around the report of the neighbours' metrics over the same time
    public static AnalysisReport apply(AnalysisReport report, AnalysisReport around) {
        var worse = around.metrics().stream()
                .map(AnalysisReport.MetricReport::result)
                .filter(result -> result.classification().equals("High"))
                .toList();
        var reasons = new ArrayList<String>();
        if (!worse.isEmpty()) {
            reasons.add("neighbours are worse off: %s"
                    .formatted(worse.stream().map(MetricResult::name).toList()));
            worse.stream().map(MetricResult::reason).map(String::valueOf).forEach(reasons::add);
        }
        reasons.addAll(report.reasons());
        if (worse.isEmpty()) {
            reasons.add("neighbours: none of %d metrics is worse than by the baseline%s"
                    .formatted(around.metrics().size(), untold(around)));
        }
        return report.around(worse.isEmpty() ? report.verdict() : Verdict.FAIL, reasons, joined(report, around));
    }

    /// A judge that ends early leaves little to compare.
    private static String untold(AnalysisReport around) {
        var untold = around.metrics().stream()
                .filter(metric -> !COMPARED.contains(metric.result().classification()))
                .count();
        return untold == 0 ? "" : ", but %d cannot be compared".formatted(untold);
    }

    public static AnalysisReport none(AnalysisReport report) {
        var reasons = new ArrayList<>(report.reasons());
        reasons.add("neighbours: the mesh shows none");
        return report.around(report.verdict(), reasons, report.metrics());
    }

    private static List<AnalysisReport.MetricReport> joined(AnalysisReport report, AnalysisReport around) {
        var metrics = new ArrayList<>(report.metrics());
        metrics.addAll(around.metrics());
        return metrics;
    }
}
