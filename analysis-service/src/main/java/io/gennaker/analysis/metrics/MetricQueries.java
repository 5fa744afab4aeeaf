package io.gennaker.analysis.metrics;

import io.gennaker.contracts.MetricSpec;

/// Finds the query behind a metric's specification.
public final class MetricQueries {

    /// A metric's query before it is filled in, and the unit of its values.
    public record MetricQuery(QueryTemplate template, Unit unit) {}

    private final IstioPresets presets;

    public MetricQueries(IstioPresets presets) {
        this.presets = presets;
    }

    /// @throws IllegalArgumentException when the preset or a placeholder is not known, naming those that are
    public MetricQuery query(MetricSpec metric) {
        if (metric.query() != null) {
            return custom(metric, metric.query());
        }
        return presets.preset(String.valueOf(metric.preset()))
                .map(preset -> new MetricQuery(preset.query(), preset.unit()))
                .orElseThrow(() -> new IllegalArgumentException("metric '%s': found preset '%s', must be one of %s"
                        .formatted(metric.name(), metric.preset(), presets.names())));
    }

    private static MetricQuery custom(MetricSpec metric, String query) {
        try {
            return new MetricQuery(new QueryTemplate(query), Unit.NONE);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "metric '%s': %s".formatted(metric.name(), invalid.getMessage()), invalid);
        }
    }
}
