package io.gennaker.analysis.metrics;

import io.gennaker.contracts.MetricSpec;

/// Finds the query behind a metric's specification.
public final class MetricQueries {

    /// A metric's query before it is filled in, the unit of its values, and what it counts.
    public record MetricQuery(QueryTemplate template, Unit unit, Counted counted) {}

    private static final String PROMETHEUS = "prometheus";

    private final IstioPresets presets;

    public MetricQueries(IstioPresets presets) {
        this.presets = presets;
    }

    /// @throws IllegalArgumentException when the preset or a placeholder is not known, naming those that are
    public MetricQuery query(MetricSpec metric) {
        if (metric.query() != null) {
            return custom(metric, metric.query());
        }
        if (metric.source() != null && !metric.source().equals(PROMETHEUS)) {
            throw new IllegalArgumentException("metric '%s': found source '%s' beside a preset, must be %s"
                    .formatted(metric.name(), metric.source(), PROMETHEUS));
        }
        return presets.preset(String.valueOf(metric.preset()))
                .map(preset -> new MetricQuery(preset.query(), preset.unit(), preset.counted()))
                .orElseThrow(() -> new IllegalArgumentException("metric '%s': found preset '%s', must be one of %s"
                        .formatted(metric.name(), metric.preset(), presets.names())));
    }

    private static MetricQuery custom(MetricSpec metric, String query) {
        try {
            return new MetricQuery(new QueryTemplate(query), Unit.of(metric.unit()), new Counted.Values());
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "metric '%s': %s".formatted(metric.name(), invalid.getMessage()), invalid);
        }
    }
}
