package io.gennaker.judges.bench;

import io.gennaker.judges.sequential.Histogram;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Requests of one side, made up: a rate of errors, and latencies that are log-normal.
///
/// @param errorRate probability that a request fails
/// @param slowdown factor on every latency; 1 is the baseline's
record Traffic(double errorRate, double slowdown) {

    /// Spread of the logarithm of a latency: the 99th percentile is 3.2 times the median.
    private static final double SPREAD = 0.5;

    private static final double BUCKET = 0.05;
    private static final int BUCKETS = 120;
    private static final double[] BOUNDS = IntStream.range(0, BUCKETS)
            .mapToDouble(index -> Math.exp((index - BUCKETS / 2) * BUCKET))
            .toArray();

    static Traffic errors(double rate) {
        return new Traffic(rate, 1);
    }

    static Traffic latency(double slowdown) {
        return new Traffic(0, slowdown);
    }

    /// How many of the requests fail. Walks from failure to failure, as most requests do not fail.
    long failures(int requests, SplittableRandom random) {
        var logSuccess = Math.log1p(-errorRate);
        var failures = 0L;
        for (var at = gap(random, logSuccess); at < requests; at += 1 + gap(random, logSuccess)) {
            failures++;
        }
        return failures;
    }

    private static long gap(SplittableRandom random, double logSuccess) {
        return (long) (Math.log1p(-random.nextDouble()) / logSuccess);
    }

    Histogram latencies(int requests, SplittableRandom random) {
        var counts = new long[BUCKETS + 1];
        var shift = Math.log(slowdown);
        for (var request = 0; request < requests; request++) {
            var bucket = (int) Math.ceil((shift + SPREAD * random.nextGaussian()) / BUCKET) + BUCKETS / 2;
            counts[Math.clamp(bucket, 0, BUCKETS)]++;
        }
        return new Histogram(BOUNDS, counts);
    }
}
