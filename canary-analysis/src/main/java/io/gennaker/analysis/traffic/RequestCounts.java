package io.gennaker.analysis.traffic;

import io.gennaker.analysis.metrics.Series;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.Track;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How many requests each track received, as each reporter counted them.
public final class RequestCounts {

    private enum Reporter {
        SOURCE,
        DESTINATION
    }

    private final Map<Reporter, Map<Track, Double>> counts = new EnumMap<>(Reporter.class);

    public RequestCounts() {
        for (var reporter : Reporter.values()) {
            counts.put(reporter, new EnumMap<>(Track.class));
        }
    }

    /// Adds the answer of [TrafficQueries#requests] for one track. A value that is not a number counts as no requests.
    public void add(Track track, List<Series> answer) {
        for (var series : answer) {
            var reporter = "source".equals(series.labels().get("reporter")) ? Reporter.SOURCE : Reporter.DESTINATION;
            var value =
                    series.points().isEmpty() ? 0.0 : series.points().getLast().value();
            if (Double.isFinite(value)) {
                of(reporter).merge(track, value, Double::sum);
            }
        }
    }

    /// The shares as counted by the reporter that saw more requests.
    public ObservedSplit split() {
        var best = Arrays.stream(Reporter.values())
                .map(this::of)
                .reduce((one, other) -> total(other) > total(one) ? other : one)
                .orElseThrow();
        var total = total(best);
        return new ObservedSplit(
                share(best, Track.RELEASE, total),
                share(best, Track.BASELINE, total),
                share(best, Track.CANARY, total),
                Math.round(total));
    }

    private Map<Track, Double> of(Reporter reporter) {
        return Objects.requireNonNull(counts.get(reporter));
    }

    private static double total(Map<Track, Double> byTrack) {
        return byTrack.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double share(Map<Track, Double> byTrack, Track track, double total) {
        if (total == 0.0) {
            return 0.0;
        }
        var percent = 100 * byTrack.getOrDefault(track, 0.0) / total;
        return Math.round(percent * 100) / 100.0;
    }
}
