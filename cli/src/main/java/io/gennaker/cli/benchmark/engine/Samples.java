package io.gennaker.cli.benchmark.engine;

import java.util.Arrays;

/// Durations that were measured. Not thread-safe.
public final class Samples {
    private static final double NANOS_PER_MILLI = 1_000_000.0;
    private static final double MEDIAN = 0.5;
    private static final double NEARLY_ALL = 0.99;

    private long[] nanos = new long[1024];
    private int count;

    /// In milliseconds.
    public record Summary(double p50, double p99, double max, int samples) {}

    public void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    public Summary summary() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Summary(at(sorted, MEDIAN), at(sorted, NEARLY_ALL), at(sorted, 1), count);
    }

    /// By nearest rank.
    private static double at(long[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = Math.max(1, (int) Math.ceil(share * sorted.length));
        return Math.round(sorted[rank - 1] / NANOS_PER_MILLI * 100) / 100.0;
    }
}
