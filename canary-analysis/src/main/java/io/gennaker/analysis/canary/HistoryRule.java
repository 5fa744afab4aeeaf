package io.gennaker.analysis.canary;

import io.gennaker.analysis.canary.AnalysisReport.History;
import io.gennaker.analysis.canary.AnalysisReport.MetricReport;
import io.gennaker.analysis.metrics.Unit;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.ReleaseHistory;
import io.gennaker.contracts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares a canary with the releases that passed before. It can make a Pass Inconclusive, and nothing else: a fresh
/// baseline tells more than last week's traffic.
public final class HistoryRule {

    private HistoryRule() {}

    public static AnalysisReport apply(AnalysisReport report, ReleaseHistory terms, List<EarlierRelease> earlier) {
        if (earlier.isEmpty()) {
            return with(report, report.verdict(), null, List.of("history: no earlier release of it has passed"));
        }
        var compared = report.metrics().stream()
                .flatMap(metric -> compare(metric, terms, earlier).stream())
                .toList();
        var history = new History(
                earlier.size(),
                median(earlier.stream().map(EarlierRelease::score).toList()),
                compared);
        var worse = compared.stream().filter(History.Metric::isWorse).toList();
        var verdict = report.verdict() == Verdict.PASS && !worse.isEmpty() ? Verdict.INCONCLUSIVE : report.verdict();
        return with(
                report,
                verdict,
                history,
                worse.stream().map(metric -> reason(metric, history, terms)).toList());
    }

    private static List<History.Metric> compare(
            MetricReport metric, ReleaseHistory terms, List<EarlierRelease> earlier) {
        var mean = metric.result().canary().mean();
        var before = earlier.stream()
                .flatMap(release ->
                        Stream.ofNullable(release.means().get(metric.spec().name())))
                .toList();
        return mean == null || before.isEmpty()
                ? List.of()
                : List.of(compare(metric, mean, median(before), terms.worseBy()));
    }

    private static History.Metric compare(MetricReport metric, double mean, double median, double worseBy) {
        @Nullable Double change = median == 0 ? null : 100 * (mean - median) / Math.abs(median);
        var counts = metric.spec().counting() != MetricSpec.Counting.DRY_RUN;
        return new History.Metric(
                metric.spec().name(),
                metric.unit(),
                mean,
                median,
                change,
                counts && change != null && isWorse(metric.spec().direction(), change, worseBy));
    }

    private static boolean isWorse(MetricSpec.Direction direction, double change, double worseBy) {
        return switch (direction) {
            case INCREASE -> change > worseBy;
            case DECREASE -> change < -worseBy;
            case EITHER -> Math.abs(change) > worseBy;
        };
    }

    private static String reason(History.Metric metric, History history, ReleaseHistory terms) {
        return "history: %s %s%s against %s%s, the median of %d earlier releases: %s %% more, at most %s %% worse is allowed"
                .formatted(
                        metric.name(),
                        Unit.number(metric.canary()),
                        metric.unit(),
                        Unit.number(metric.median()),
                        metric.unit(),
                        history.releases(),
                        Unit.number(Objects.requireNonNull(metric.change())),
                        Unit.number(terms.worseBy()));
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private static AnalysisReport with(
            AnalysisReport report, Verdict verdict, @Nullable History history, List<String> more) {
        var reasons = new ArrayList<String>();
        if (verdict != report.verdict()) {
            reasons.addAll(more);
            reasons.addAll(report.reasons());
        } else {
            reasons.addAll(report.reasons());
            reasons.addAll(more);
        }
        return report.judged(verdict, reasons, history);
    }
}
