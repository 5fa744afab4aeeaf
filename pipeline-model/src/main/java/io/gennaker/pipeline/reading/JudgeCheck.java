package io.gennaker.pipeline.reading;

import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.MetricSpec;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Finds settings that the chosen judge does not look at: a setting without effect is a mistake.
final class JudgeCheck {
    private JudgeCheck() {}

    /// @param holder who has a key of the analysis
    static void check(AnalysisSpec spec, Function<String, ObjectReader> holder) {
        boolean sequential = spec.judge().equals("sequential");
        boolean threshold = spec.judge().equals("threshold");
        for (String key : List.of("alpha", "atHorizon")) {
            if (!sequential && holder.apply(key).has(key)) {
                holder.apply(key).objection(key, key + " with judge " + spec.judge(), "only with judge sequential");
            }
        }
        if ((sequential || threshold) && holder.apply("lookback").has("lookback")) {
            holder.apply("lookback")
                    .objection("lookback", "lookback with judge " + spec.judge(), "only with judge mann-whitney");
        }
        metrics(
                spec,
                holder.apply("metrics"),
                "margin",
                metric -> metric.margin() != null && !sequential,
                "sequential");
        metrics(spec, holder.apply("metrics"), "limits", metric -> metric.limits() != null && !threshold, "threshold");
        metrics(
                spec,
                holder.apply("metrics"),
                "effectSize by cles",
                metric -> sequential && isByCles(metric),
                "mann-whitney");
        // Counted are the failures, and an allowed change of the successes says nothing of those.
        metrics(
                spec,
                holder.apply("metrics"),
                "effectSize on a success rate",
                metric -> sequential && metric.effectSize() != null && isSuccessRate(metric),
                "mann-whitney");
        for (MetricSpec metric : spec.metrics()) {
            if (threshold && metric.limits() == null) {
                holder.apply("metrics")
                        .problem(
                                "metrics",
                                metric.name() + " without limits",
                                "limits in every metric of judge threshold");
            }
        }
    }

    private static boolean isByCles(MetricSpec metric) {
        return metric.effectSize() != null && metric.effectSize().measure() == MetricSpec.EffectSize.Measure.CLES;
    }

    private static boolean isSuccessRate(MetricSpec metric) {
        return metric.preset() != null && metric.preset().endsWith("-success-rate");
    }

    private static void metrics(
            AnalysisSpec spec, ObjectReader holder, String key, Predicate<MetricSpec> wrong, String judge) {
        spec.metrics().stream()
                .filter(wrong)
                .forEach(metric -> holder.objection(
                        "metrics",
                        key + " of " + metric.name() + " with judge " + spec.judge(),
                        key + " only with judge " + judge));
    }
}
