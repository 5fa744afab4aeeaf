package io.gennaker.judges.sequential;

import java.util.Arrays;

/// How many values of a window lie in which bucket.
///
/// @param bounds upper bounds of the buckets, ascending; one more bucket holds what is beyond the last
/// @param counts one more than bounds
@SuppressWarnings("ArrayRecordComponent") // handed over, not shared: thousands of them are added up
public record Histogram(double[] bounds, long[] counts) {

    public Histogram {
        if (counts.length != bounds.length + 1) {
            throw new IllegalArgumentException("histogram: found %d bounds and %d counts, must be one count more"
                    .formatted(bounds.length, counts.length));
        }
    }

    public long total() {
        return Arrays.stream(counts).sum();
    }

    /// The quantile as Prometheus reads it from buckets: linear within one; NaN without a value.
    public double quantile(double share) {
        var total = total();
        var rank = share * total;
        var below = 0L;
        for (var bucket = 0; bucket < bounds.length; bucket++) {
            if (counts[bucket] > 0 && below + counts[bucket] >= rank) {
                var from = bucket == 0 ? 0 : bounds[bucket - 1];
                return from + (bounds[bucket] - from) * (rank - below) / counts[bucket];
            }
            below += counts[bucket];
        }
        return total == 0 || bounds.length == 0 ? Double.NaN : bounds[bounds.length - 1];
    }

    /// How many values lie beyond the bucket with that index.
    long beyond(int bucket) {
        return Arrays.stream(counts, bucket + 1, counts.length).sum();
    }

    Histogram plus(Histogram other) {
        if (!Arrays.equals(bounds, other.bounds)) {
            throw new IllegalArgumentException("histogram: found bounds %s after %s, must stay the same"
                    .formatted(Arrays.toString(other.bounds), Arrays.toString(bounds)));
        }
        var sum = counts.clone();
        for (var index = 0; index < sum.length; index++) {
            sum[index] += other.counts[index];
        }
        return new Histogram(bounds, sum);
    }
}
