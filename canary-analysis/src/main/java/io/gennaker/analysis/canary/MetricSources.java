package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.PromDuration;
import io.gennaker.analysis.metrics.SeriesSource;
import io.gennaker.contracts.AnalysisSpec;
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

    /// The same, asked for somebody.
    ///
    /// @param asker as the id of an execution
    public MetricSources askedBy(String asker) {
        var asked = new TreeMap<String, Source>();
        sources.forEach(
                (name, source) -> asked.put(name, new Source(source.series().askedBy(asker), source.sampling())));
        return new MetricSources(asked);
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
                longest(used, Sampling::delay),
                longest(used, Sampling::shortestStep));
    }

    /// @throws IllegalArgumentException when the metric's source is not there, can never answer its query, or has
    /// values less often than they are wanted: the same value twice says nothing more
    void check(MetricSpec metric, AnalysisSpec spec) {
        checkDistance("step", spec.step(), metric);
        if (spec.pace() != null && spec.pace().interval() != null) {
            checkDistance("interval", spec.pace().interval(), metric);
        }
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

    private void checkDistance(String what, Duration wanted, MetricSpec metric) {
        var shortest = source(metric).sampling().shortestStep();
        if (wanted.compareTo(shortest) < 0) {
            throw new IllegalArgumentException(
                    "%1$s: found %2$s, must be at least %3$s: source '%4$s' of metric '%5$s' has a value every %3$s; set %1$s: %3$s"
                            .formatted(
                                    what,
                                    PromDuration.format(wanted),
                                    PromDuration.format(shortest),
                                    name(metric),
                                    metric.name()));
        }
    }

    private static String name(MetricSpec metric) {
        return metric.source() == null ? PROMETHEUS : metric.source();
    }

    private Source source(MetricSpec metric) {
        var name = name(metric);
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
