package io.gennaker.cli.display;

import static io.gennaker.cli.display.MetricLines.number;
import static io.gennaker.cli.display.MetricLines.unknown;

import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.analysis.canary.AnalysisReport.History;
import io.gennaker.analysis.canary.AnalysisReport.MetricReport;
import io.gennaker.analysis.canary.AnalysisReport.ShiftReport;
import io.gennaker.analysis.canary.AnalysisReport.TrailPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A report for people, whole: the verdict and why, all metrics in a table, groups, earlier releases and the score over
/// time; then each metric with what was asked and found. Long series are drawn, or shown in part.
public final class ReportLines {

    private ReportLines() {}

    public static List<String> of(AnalysisReport report) {
        var lines = new ArrayList<>(head(report));
        section(lines, metrics(report.metrics()));
        section(lines, groups(report));
        section(lines, history(report.history()));
        section(lines, scores(report));
        report.metrics().forEach(metric -> section(lines, MetricLines.of(metric, report.step())));
        return lines;
    }

    private static void section(List<String> lines, List<String> section) {
        if (!section.isEmpty()) {
            lines.add("");
            lines.addAll(section);
        }
    }

    private static List<String> head(AnalysisReport report) {
        var lines = new ArrayList<String>();
        lines.add("%s, score %s of 100 (pass from %s, marginal from %s), judge %s"
                .formatted(
                        Word.of(report.verdict()),
                        number(report.score()),
                        number(report.pass()),
                        number(report.marginal()),
                        report.judge()));
        report.reasons().forEach(reason -> lines.add("  " + Text.clean(reason)));
        lines.add("");
        lines.add("workload   %s/%s in %s (%s)"
                .formatted(
                        report.namespace(),
                        report.workload(),
                        report.cluster().name(),
                        report.cluster().context()));
        lines.add("execution  " + report.executionId());
        lines.add("analysis   %s, judged at %s".formatted(report.operationId(), report.judgedAt()));
        lines.add("data       from %s to %s, a sample every %s, each of %s, the first at %s"
                .formatted(
                        report.from(),
                        report.to(),
                        Text.duration(report.step()),
                        Text.duration(report.rateWindow()),
                        report.firstSample()));
        if (report.gaps() != null) {
            report.gaps()
                    .forEach(gap ->
                            lines.add("paused     no sample between %s and %s".formatted(gap.after(), gap.before())));
        }
        return lines;
    }

    private static List<String> metrics(List<MetricReport> metrics) {
        if (metrics.isEmpty()) {
            return List.of();
        }
        var table = new Table("METRIC", "GROUP", "LABEL", "BASELINE", "CANARY", "MEDIANS", "RATIO", "INTERVAL");
        for (var metric : metrics) {
            var result = metric.result();
            var distribution = metric.distribution();
            table.row(
                    result.name(),
                    result.group(),
                    MetricLines.label(result),
                    number(result.baseline().mean(), metric.unit()),
                    number(result.canary().mean(), metric.unit()),
                    distribution == null
                            ? unknown()
                            : number(distribution.baselineMedian(), metric.unit())
                                    + " / "
                                    + number(distribution.canaryMedian(), metric.unit()),
                    number(result.ratio()),
                    interval(metric));
        }
        return table.lines();
    }

    private static String interval(MetricReport metric) {
        ShiftReport shift = metric.shift();
        if (shift != null) {
            return "shift %s to %s"
                    .formatted(number(shift.lower(), metric.unit()), number(shift.upper(), metric.unit()));
        }
        if (metric.trail().isEmpty()) {
            return unknown();
        }
        TrailPoint last = metric.trail().getLast();
        return "ratio %s to %s".formatted(number(last.lower()), number(last.upper()));
    }

    private static List<String> groups(AnalysisReport report) {
        if (report.groups().isEmpty()) {
            return List.of();
        }
        var table = new Table("GROUP", "SCORE");
        report.groups().forEach(group -> table.row(group.name(), number(group.score())));
        return table.lines();
    }

    private static List<String> history(@Nullable History history) {
        if (history == null) {
            return List.of();
        }
        var table = new Table("BESIDE EARLIER RELEASES", "CANARY", "THEIR MEDIAN", "CHANGE", "");
        history.metrics()
                .forEach(metric -> table.row(
                        metric.name(),
                        number(metric.canary(), metric.unit()),
                        number(metric.median(), metric.unit()),
                        metric.change() == null ? unknown() : number(metric.change(), " %"),
                        metric.isWorse() ? "worse" : ""));
        var lines = new ArrayList<>(table.lines());
        lines.add("median score of %d releases that passed: %s"
                .formatted(history.releases(), number(history.medianScore())));
        return lines;
    }

    private static List<String> scores(AnalysisReport report) {
        if (report.scores().isEmpty()) {
            return List.of();
        }
        var table = new Table("DATA UNTIL", "SCORE", "SO FAR");
        Some.of(report.scores())
                .forEach(score -> table.row(score.at(), number(score.score()), Word.of(score.verdict())));
        return Some.said(table.lines(), report.scores().size(), "judgements");
    }
}
