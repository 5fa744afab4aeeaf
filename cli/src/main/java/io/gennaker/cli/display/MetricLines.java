package io.gennaker.cli.display;

import io.gennaker.analysis.canary.AnalysisReport.Distribution;
import io.gennaker.analysis.canary.AnalysisReport.MetricReport;
import io.gennaker.analysis.canary.AnalysisReport.TrailPoint;
import io.gennaker.contracts.MetricLimits;
import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.SampleStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One metric of a report, whole: what was asked for, what came, what the judge made of it.
final class MetricLines {
    private static final int WIDEST_BAR = 24;

    private final MetricReport metric;
    private final List<String> lines = new ArrayList<>();

    private MetricLines(MetricReport metric) {
        this.metric = metric;
    }

    static List<String> of(MetricReport metric, Duration step) {
        var lines = new MetricLines(metric);
        lines.judgement();
        lines.settings();
        lines.side("baseline", metric.result().baseline(), metric.baselineValues(), metric.baselineQuery());
        lines.side("canary", metric.result().canary(), metric.canaryValues(), metric.canaryQuery());
        lines.values(step);
        lines.distribution();
        lines.trail();
        return lines.lines;
    }

    private void line(String name, String text) {
        lines.add("  %-10s %s".formatted(name, Text.clean(text)));
    }

    private void judgement() {
        var result = metric.result();
        lines.add("%s: %s".formatted(Text.clean(result.name()), label(result)));
        if (result.reason() != null) {
            line("reason", result.reason());
        }
        var shift = metric.shift();
        if (shift != null) {
            line(
                    "shift",
                    "%s, 98 %% sure of %s to %s; more than %s counts; effect %s"
                            .formatted(
                                    value(shift.estimate()),
                                    value(shift.lower()),
                                    value(shift.upper()),
                                    value(shift.tolerance()),
                                    number(shift.effect())));
        }
    }

    private void settings() {
        var spec = metric.spec();
        var words = new ArrayList<String>();
        words.add("%s of %s"
                .formatted(
                        spec.preset() == null ? "query" : spec.preset(),
                        Objects.requireNonNullElse(spec.source(), "prometheus")));
        words.add("group " + spec.group());
        words.add(
                switch (spec.direction()) {
                    case INCREASE -> "more is worse";
                    case DECREASE -> "less is worse";
                    case EITHER -> "more or less is worse";
                });
        if (spec.critical()) {
            words.add("critical");
        }
        words.add(spec.mustHaveData() ? "must have data" : "may have no data");
        words.add(
                switch (spec.nanStrategy()) {
                    case REMOVE -> "missing values are left out";
                    case REPLACE -> "missing values are 0";
                });
        addIf(words, spec.outlierFactor(), "values beyond %s quartile ranges are left out");
        addIf(words, spec.margin(), "a margin of %s %%");
        if (spec.counting() == MetricSpec.Counting.DRY_RUN) {
            words.add("dry run");
        }
        line("asked", String.join(", ", words));
        if (spec.effectSize() != null) {
            line("effect", effect(spec.effectSize()));
        }
        if (spec.limits() != null) {
            line("limits", limits(spec.limits()));
        }
    }

    private static void addIf(List<String> words, @Nullable Double value, String text) {
        if (value != null) {
            words.add(text.formatted(number(value)));
        }
    }

    private static String effect(MetricSpec.EffectSize size) {
        return "%s, allowed %s to %s, critical from %s and to %s"
                .formatted(
                        switch (size.measure()) {
                            case MEAN_RATIO -> "ratio of means";
                            case CLES -> "probability of the greater value";
                        },
                        number(size.allowedDecrease()),
                        number(size.allowedIncrease()),
                        number(size.criticalIncrease()),
                        number(size.criticalDecrease()));
    }

    private String limits(MetricLimits limits) {
        return "success %s, failure %s; budgets: %d failures, %d inconclusive; in a row: %d failures, %d missing, %d successes"
                .formatted(
                        range(limits.success()),
                        range(limits.failure()),
                        limits.failureBudget(),
                        limits.inconclusiveBudget(),
                        limits.consecutiveFailures(),
                        limits.consecutiveMissing(),
                        limits.consecutiveSuccesses());
    }

    private String range(MetricLimits.@Nullable Range range) {
        if (range == null) {
            return "otherwise";
        }
        return Stream.of(bound("above", range.above()), bound("below", range.below()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" and "));
    }

    private Optional<String> bound(String side, @Nullable Double bound) {
        return Optional.ofNullable(bound).map(given -> side + " " + value(given));
    }

    private void side(String name, SampleStatistics of, List<@Nullable Double> values, String query) {
        var missing = values.stream().filter(Objects::isNull).count();
        line(
                name,
                "%d values%s: mean %s, least %s, greatest %s, deviation %s"
                        .formatted(
                                of.count(),
                                missing == 0 ? "" : ", %d missing".formatted(missing),
                                value(of.mean()),
                                value(of.minimum()),
                                value(of.maximum()),
                                value(of.standardDeviation())));
        line("", query);
    }

    private void values(Duration step) {
        if (metric.canaryValues().isEmpty()) {
            return;
        }
        var drawn = new Sparkline(metric.baselineValues(), metric.canaryValues());
        line("values", "from %s, every %s".formatted(metric.firstValue(), Text.duration(step)));
        line("  baseline", drawn.draw(metric.baselineValues()));
        line("  canary", drawn.draw(metric.canaryValues()));
    }

    private void distribution() {
        Distribution found = metric.distribution();
        if (found == null) {
            return;
        }
        var table = new Table("FROM", "TO", "BASELINE", "CANARY");
        var most = IntStream.range(0, found.canaryCounts().size())
                .map(index -> Math.max(
                        found.baselineCounts().get(index), found.canaryCounts().get(index)))
                .max()
                .orElse(0);
        for (var index = 0; index < found.canaryCounts().size(); index++) {
            if (found.baselineCounts().get(index) + found.canaryCounts().get(index) > 0) {
                table.row(
                        value(found.bounds().get(index)),
                        value(found.bounds().get(index + 1)),
                        bar(found.baselineCounts().get(index), most),
                        bar(found.canaryCounts().get(index), most));
            }
        }
        line("spread", "medians %s and %s".formatted(value(found.baselineMedian()), value(found.canaryMedian())));
        table.lines().forEach(row -> lines.add("    " + row));
    }

    private String value(@Nullable Double value) {
        return number(value, metric.unit());
    }

    private static String bar(int count, int most) {
        return count == 0 ? "" : "█".repeat(Math.max(1, count * WIDEST_BAR / most)) + " " + count;
    }

    private void trail() {
        if (metric.trail().isEmpty()) {
            return;
        }
        var table = new Table("UNTIL", "RATIO", "SURE OF", "EVIDENCE", "BASELINE", "CANARY");
        Some.of(metric.trail()).forEach(point -> table.row(cells(point)));
        line("ratio", "of canary to baseline, with bounds that hold at all times at once; evidence that it is worse");
        Some.said(table.lines(), metric.trail().size(), "looks").forEach(row -> lines.add("    " + row));
    }

    private static Object[] cells(TrailPoint point) {
        return new Object[] {
            point.at(),
            number(point.ratio()),
            number(point.lower()) + " to " + number(point.upper()),
            number(point.evidence()),
            "%d of %d".formatted(point.baselineBad(), point.baselineAll()),
            "%d of %d".formatted(point.canaryBad(), point.canaryAll())
        };
    }

    static String label(MetricResult result) {
        return result.classification() + (result.critical() ? " (critical)" : "");
    }

    static String number(@Nullable Double value) {
        return value == null ? unknown() : String.format(Locale.ROOT, "%.4g", value);
    }

    /// @param unit what follows a value, with the space before it
    static String number(@Nullable Double value, String unit) {
        return value == null ? unknown() : number(value) + unit;
    }

    static String unknown() {
        return "-";
    }
}
