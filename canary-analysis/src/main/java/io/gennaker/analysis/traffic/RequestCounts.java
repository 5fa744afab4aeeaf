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

    /// What the reporter counted that saw more requests.
    public Seen seen() {
        var best = Arrays.stream(Reporter.values())
                .map(this::of)
                .reduce((one, other) -> total(other) > total(one) ? other : one)
                .orElseThrow();
        return new Seen(requests(best, Track.RELEASE), requests(best, Track.BASELINE), requests(best, Track.CANARY));
    }

    /// Requests of each track.
    public record Seen(long release, long baseline, long canary) {

        public long all() {
            return release + baseline + canary;
        }

        public long of(Track track) {
            return switch (track) {
                case RELEASE -> release;
                case BASELINE -> baseline;
                case CANARY -> canary;
            };
        }

        public ObservedSplit split() {
            return new ObservedSplit(percent(release), percent(baseline), percent(canary), all());
        }

        private double percent(long requests) {
            return all() == 0 ? 0 : Math.round(10_000.0 * requests / all()) / 100.0;
        }
    }

    private Map<Track, Double> of(Reporter reporter) {
        return Objects.requireNonNull(counts.get(reporter));
    }

    private static double total(Map<Track, Double> byTrack) {
        return byTrack.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static long requests(Map<Track, Double> byTrack, Track track) {
        return Math.round(byTrack.getOrDefault(track, 0.0));
    }
}
