package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.SeriesSource;
import io.gennaker.contracts.MetricSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// The sources that a metric can name. One that names none means `prometheus`.
public final class MetricSources {

    public static final String PROMETHEUS = "prometheus";

    /// A source and what its samples allow.
    public record Source(SeriesSource series, Sampling sampling) {}

    private final SortedMap<String, Source> sources;

    public MetricSources(Map<String, Source> sources) {
        this.sources = new TreeMap<>(sources);
    }

    /// The one alone.
    public static MetricSources prometheus(SeriesSource series, Sampling sampling) {
        return new MetricSources(Map.of(PROMETHEUS, new Source(series, sampling)));
    }

    /// Those together.
    ///
    /// @throws IllegalArgumentException where a name is there already
    public MetricSources and(Map<String, Source> others) {
        var all = new TreeMap<>(sources);
        others.forEach((name, source) -> {
            if (all.putIfAbsent(name, source) != null) {
                throw new IllegalArgumentException("sources: found '" + name + "' twice, names must be unique");
            }
        });
        return new MetricSources(all);
    }

    /// @throws IllegalArgumentException when there is no such source, naming those that are
    public SeriesSource of(MetricSpec metric) {
        return source(metric).series();
    }

    /// The coarsest sampling of all that the metrics are asked of: their samples are compared on one grid.
    Sampling sampling(List<MetricSpec> metrics) {
        var used = metrics.stream().map(this::source).map(Source::sampling).toList();
        return new Sampling(
                longest(used, Sampling::scrapeInterval),
                longest(used, Sampling::shortestWindow),
                longest(used, Sampling::delay));
    }

    /// @throws IllegalArgumentException when the metric's source is not there, or can never answer its query
    void check(MetricSpec metric) {
        var source = of(metric);
        if (metric.query() != null) {
            try {
                source.check(metric.query());
            } catch (IllegalArgumentException invalid) {
                throw new IllegalArgumentException(
                        "metric '%s': %s".formatted(metric.name(), invalid.getMessage()), invalid);
            }
        }
    }

    private Source source(MetricSpec metric) {
        var name = metric.source() == null ? PROMETHEUS : metric.source();
        var found = sources.get(name);
        if (found == null) {
            throw new IllegalArgumentException("metric '%s': found source '%s', must be one of %s"
                    .formatted(metric.name(), name, sources.keySet()));
        }
        return found;
    }

    private static Duration longest(List<Sampling> all, Function<Sampling, Duration> part) {
        return all.stream().map(part).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
}
