package io.gennaker.judges;

import java.util.List;

/// How one metric is judged.
///
/// @param groups the score groups the metric counts in; a group named twice counts twice
/// @param critical a large enough change of this metric alone fails the canary
/// @param mustHaveData a side without any value counts as a failed metric
/// @param muted the metric is judged and shown but not counted
public record MetricConfig(
        String name,
        List<String> groups,
        Direction direction,
        NanStrategy nanStrategy,
        Outliers outliers,
        EffectSize effectSize,
        boolean critical,
        boolean mustHaveData,
        boolean muted) {

    public MetricConfig {
        if (name.isBlank()) {
            throw new IllegalArgumentException("metric name: found a blank name, must not be blank");
        }
        groups = List.copyOf(groups);
    }

    /// A metric of one group with Kayenta's defaults.
    public static MetricConfig named(String name, String group, Direction direction) {
        return new MetricConfig(
                name,
                List.of(group),
                direction,
                NanStrategy.REMOVE,
                new Outliers.Keep(),
                EffectSize.any(EffectSize.Measure.MEAN_RATIO),
                false,
                false,
                false);
    }

    public MetricConfig withEffectSize(EffectSize size) {
        return new MetricConfig(name, groups, direction, nanStrategy, outliers, size, critical, mustHaveData, muted);
    }

    public MetricConfig withCritical(boolean isCritical) {
        return new MetricConfig(
                name, groups, direction, nanStrategy, outliers, effectSize, isCritical, mustHaveData, muted);
    }
}
