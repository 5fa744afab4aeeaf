package io.gennaker.cli.display;

import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.analysis.canary.AnalysisReport.MetricReport;
import io.gennaker.analysis.canary.AnalysisReport.ShiftReport;
import io.gennaker.analysis.canary.AnalysisReport.TrailPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A report for people: the verdict and why, then the metrics with their numbers, groups, and the score over time.
public final class ReportLines {
    private ReportLines() {}

    public static List<String> of(AnalysisReport report) {
        var lines = new ArrayList<String>();
        lines.add("%s, score %s of 100 (pass from %s, marginal from %s), judge %s"
                .formatted(
                        Word.of(report.verdict()),
                        number(report.score()),
                        number(report.pass()),
                        number(report.marginal()),
                        report.judge()));
        lines.add("%s/%s in %s, data from %s to %s"
                .formatted(
                        report.namespace(), report.workload(), report.cluster().name(), report.from(), report.to()));
        report.reasons().forEach(reason -> lines.add("  " + Text.clean(reason)));
        if (!report.metrics().isEmpty()) {
            lines.add("");
            lines.addAll(metrics(report.metrics()));
        }
        if (!report.groups().isEmpty()) {
            lines.add("");
            lines.addAll(groups(report));
        }
        if (report.scores().size() > 1) {
            lines.add("");
            lines.addAll(scores(report));
        }
        return lines;
    }

    private static List<String> metrics(List<MetricReport> metrics) {
        var table = new Table("METRIC", "GROUP", "LABEL", "BASELINE", "CANARY", "MEDIANS", "RATIO", "INTERVAL");
        for (var metric : metrics) {
            var result = metric.result();
            var distribution = metric.distribution();
            table.row(
                    result.name(),
                    result.group(),
                    result.classification() + (result.critical() ? " (critical)" : ""),
                    number(result.baseline().mean()) + metric.unit(),
                    number(result.canary().mean()) + metric.unit(),
                    distribution == null
                            ? "-"
                            : number(distribution.baselineMedian()) + " / " + number(distribution.canaryMedian()),
                    number(result.ratio()),
                    interval(metric));
        }
        return table.lines();
    }

    private static String interval(MetricReport metric) {
        ShiftReport shift = metric.shift();
        if (shift != null) {
            return "shift %s to %s".formatted(number(shift.lower()), number(shift.upper()));
        }
        if (metric.trail().isEmpty()) {
            return "-";
        }
        TrailPoint last = metric.trail().getLast();
        return "ratio %s to %s".formatted(number(last.lower()), number(last.upper()));
    }

    private static List<String> groups(AnalysisReport report) {
        var table = new Table("GROUP", "SCORE");
        report.groups().forEach(group -> table.row(group.name(), number(group.score())));
        return table.lines();
    }

    private static List<String> scores(AnalysisReport report) {
        var table = new Table("DATA UNTIL", "SCORE", "SO FAR");
        report.scores().forEach(score -> table.row(score.at(), number(score.score()), Word.of(score.verdict())));
        return table.lines();
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.4g", value);
    }
}
