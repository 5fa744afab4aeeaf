package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.contracts.MetricSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one metric of an analysis.
final class MetricReader {
    private static final Map<String, String> PRESETS = presets();
    private static final Map<String, MetricSpec.Direction> DIRECTIONS = Choices.of(
            "increase", MetricSpec.Direction.INCREASE,
            "decrease", MetricSpec.Direction.DECREASE,
            "either", MetricSpec.Direction.EITHER);
    private static final Map<String, MetricSpec.NanStrategy> NAN_STRATEGIES =
            Choices.of("remove", MetricSpec.NanStrategy.REMOVE, "replace", MetricSpec.NanStrategy.REPLACE);
    private static final Map<String, MetricSpec.EffectSize.Measure> MEASURES = Choices.of(
            "meanRatio", MetricSpec.EffectSize.Measure.MEAN_RATIO, "cles", MetricSpec.EffectSize.Measure.CLES);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}?");
    private static final Set<String> PLACEHOLDERS =
            Set.of("workload", "namespace", "cluster", "window", "windowSeconds");

    private MetricReader() {}

    private static Map<String, String> presets() {
        var presets = new LinkedHashMap<String, String>();
        List.of(
                        "istio-error-rate",
                        "istio-success-rate",
                        "istio-grpc-error-rate",
                        "istio-grpc-success-rate",
                        "istio-latency-p50",
                        "istio-latency-p95",
                        "istio-latency-p99",
                        "istio-request-rate")
                .forEach(preset -> presets.put(preset, preset));
        return presets;
    }

    static MetricSpec read(ObjectReader metric, Uniqueness unique) {
        String name = metric.text("name", Words.LABEL, DefinitionReader.UNREAD);
        unique.check(metric, "name", name);
        @Nullable String preset = metric.has("preset") ? metric.choice("preset", PRESETS, "istio-error-rate") : null;
        @Nullable String query = query(metric).orElse(null);
        if (metric.has("preset") == metric.has("query")) {
            String found = metric.has("preset") ? "preset and query together" : "neither preset nor query";
            metric.source().problem(metric.node(), metric.path(), found, "exactly one of preset, query");
        }
        boolean usesPreset = preset != null || query == null;
        return new MetricSpec(
                name,
                usesPreset ? Optional.ofNullable(preset).orElse("istio-error-rate") : null,
                usesPreset ? null : query,
                metric.text("group", Words.LABEL, name),
                metric.choice("direction", DIRECTIONS, MetricSpec.Direction.EITHER),
                metric.flag("critical", false),
                metric.flag("mustHaveData", false),
                metric.choice("nanStrategy", NAN_STRATEGIES, MetricSpec.NanStrategy.REMOVE),
                metric.optionalNumber("outlierFactor", 0.1, 1000).orElse(null),
                metric.object("effectSize", Shape.EFFECT_SIZE)
                        .map(MetricReader::effectSize)
                        .orElse(null),
                metric.optionalNumber("margin", 0.000001, 1_000_000).orElse(null),
                metric.object("limits", Shape.LIMITS).map(LimitsReader::read).orElse(null),
                metric.flag("dryRun", false) ? MetricSpec.Counting.DRY_RUN : null,
                source(metric, usesPreset).orElse(null),
                unit(metric, usesPreset).orElse(null));
    }

    private static Optional<String> source(ObjectReader metric, boolean usesPreset) {
        if (usesPreset && metric.has("source")) {
            metric.problem("source", "a source beside a preset", "source only beside query");
        }
        return metric.optionalText("source", Words.LABEL);
    }

    private static Optional<String> unit(ObjectReader metric, boolean usesPreset) {
        if (usesPreset && metric.has("unit")) {
            metric.problem("unit", "a unit beside a preset", "unit only beside query: a preset has its own");
        }
        return metric.optionalText("unit", Words.UNIT);
    }

    private static Optional<String> query(ObjectReader metric) {
        Optional<String> query = metric.optionalText("query", Words.PROSE);
        query.ifPresent(text -> {
            Matcher placeholders = PLACEHOLDER.matcher(text);
            while (placeholders.find()) {
                if (!PLACEHOLDERS.contains(placeholders.group(1))) {
                    String allowed = "${cluster}, ${namespace}, ${window}, ${windowSeconds}, ${workload}";
                    metric.problem("query", "unknown placeholder " + quote(placeholders.group()), allowed);
                }
            }
        });
        return query;
    }

    /// What is not given does not hold anything back: any difference in that direction counts, none is critical.
    private static MetricSpec.EffectSize effectSize(ObjectReader effect) {
        MetricSpec.EffectSize.Measure measure =
                effect.choice("measure", MEASURES, MetricSpec.EffectSize.Measure.MEAN_RATIO);
        double neutral = measure == MetricSpec.EffectSize.Measure.CLES ? 0.5 : 1;
        double most = measure == MetricSpec.EffectSize.Measure.CLES ? 1 : 1_000_000;
        return new MetricSpec.EffectSize(
                measure,
                effect.number("allowedIncrease", neutral, most, neutral),
                effect.number("allowedDecrease", 0, neutral, neutral),
                effect.number("criticalIncrease", neutral, most, neutral),
                effect.number("criticalDecrease", 0, neutral, neutral));
    }
}
