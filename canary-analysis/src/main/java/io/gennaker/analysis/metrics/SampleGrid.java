package io.gennaker.analysis.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// The times at which a range query is evaluated, both ends included.
public record SampleGrid(Instant first, Instant last, Duration step) {

    /// Most samples that Prometheus answers with in one series.
    public static final int MOST_SAMPLES = 11_000;

    public SampleGrid {
        if (step.toMillis() <= 0) {
            throw new IllegalArgumentException("step: found " + step + ", must be at least 1 ms");
        }
        if (last.isBefore(first)) {
            throw new IllegalArgumentException(
                    "window: found the last sample at " + last + " before the first at " + first);
        }
        if (count(first, last, step) > MOST_SAMPLES) {
            throw new IllegalArgumentException("window: found " + count(first, last, step)
                    + " samples, must be at most " + MOST_SAMPLES + "; use a longer step");
        }
    }

    public int size() {
        return (int) count(first, last, step);
    }

    /// The values of a series in order of the grid; NaN where the series has none.
    public double[] align(Series series) {
        var values = new double[size()];
        Arrays.fill(values, Double.NaN);
        for (var point : series.points()) {
            var offset = Duration.between(first, point.at()).toMillis();
            var index = Math.floorDiv(offset + step.toMillis() / 2, step.toMillis());
            if (index >= 0 && index < values.length) {
                values[(int) index] = point.value();
            }
        }
        return values;
    }

    private static long count(Instant first, Instant last, Duration step) {
        return Duration.between(first, last).toMillis() / step.toMillis() + 1;
    }
}
