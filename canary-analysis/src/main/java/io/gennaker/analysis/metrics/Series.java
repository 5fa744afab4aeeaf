package io.gennaker.analysis.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One series of an answer.
public record Series(Map<String, String> labels, List<Point> points) {

    public Series {
        labels = Map.copyOf(labels);
        points = List.copyOf(points);
    }

    /// A value and its time. The value may be NaN or infinite.
    public record Point(Instant at, double value) {}
}
