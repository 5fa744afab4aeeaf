package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.Unit;
import io.gennaker.judges.Classification;
import io.gennaker.judges.Label;
import io.gennaker.judges.MetricJudgement;
import io.gennaker.judges.Statistics;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Says in words and numbers what the judge found of one metric.
final class Reasons {

    private Reasons() {}

    /// For instance `error-rate: canary 5.10 % against baseline 0.0 %, shift 5.00 % (98 % sure of 2.50 % to 7.69 %),
    /// High, critical`.
    static String of(MetricJudgement judgement, Unit unit) {
        return found(judgement, unit) + (judgement.metric().muted() ? "; a dry run, not counted" : "");
    }

    private static String found(MetricJudgement judgement, Unit unit) {
        var name = judgement.metric().name();
        var canary = judgement.experimentStatistics();
        var baseline = judgement.controlStatistics();
        return switch (judgement.label()) {
            case PASS, HIGH, LOW ->
                "%s: canary %s against baseline %s%s%s%s, %s%s"
                        .formatted(
                                name,
                                mean(canary, unit),
                                mean(baseline, unit),
                                ratio(judgement.classification().ratio()),
                                shift(judgement.classification().comparison(), unit),
                                numbers(judgement),
                                judgement.label().text(),
                                judgement.classification().critical() ? ", critical" : "");
            case NODATA, NODATA_FAIL_METRIC ->
                "%s: no data, canary has %d samples and baseline %d, %s"
                        .formatted(
                                name,
                                canary.count(),
                                baseline.count(),
                                judgement.label().text());
            case ERROR ->
                "%s: %s, Error".formatted(name, judgement.classification().reason());
            case TOO_FEW, UNDECIDED ->
                "%s: %s, Inconclusive"
                        .formatted(name, judgement.classification().reason());
        };
    }

    /// Whether a reader wants to see it first.
    static boolean isNotable(MetricJudgement judgement) {
        return judgement.label() != Label.PASS;
    }

    private static String mean(Statistics statistics, Unit unit) {
        return statistics.count() == 0 ? "no data" : unit.format(statistics.mean());
    }

    private static String ratio(@Nullable Double ratio) {
        return ratio == null || ratio.isNaN() ? "" : ", ratio " + String.format(Locale.ROOT, "%.2f", ratio);
    }

    /// What other judges than that of ranks found.
    private static String numbers(MetricJudgement judgement) {
        var reason = judgement.classification().reason();
        return judgement.classification().comparison() != null || reason == null || isOfRanks(reason)
                ? ""
                : " (" + reason + ")";
    }

    private static boolean isOfRanks(String reason) {
        return reason.startsWith("The Canary and Baseline");
    }

    private static String shift(Classification.@Nullable Comparison comparison, Unit unit) {
        return comparison == null
                ? ""
                : ", shift %s (98 %% sure of %s to %s)"
                        .formatted(
                                unit.format(comparison.estimate()),
                                unit.format(comparison.lower()),
                                unit.format(comparison.upper()));
    }
}
