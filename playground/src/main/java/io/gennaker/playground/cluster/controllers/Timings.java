package io.gennaker.playground.cluster.controllers;

import java.time.Duration;

/// How long the steps of a pod's life take.
///
/// @param pull from scheduling to the start of the container, or to the failed pull
/// @param pullError how long a failed pull shows as an error before it shows as waiting
/// @param crash from the start of a crashing container to its end
/// @param backOff the first wait before trying again (a pull, a crashed container, a failed job); doubles each time
/// @param longestBackOff where the doubling ends
/// @param longestTermination how long a terminating pod lives at most, whatever its grace period
public record Timings(
        Duration pull,
        Duration pullError,
        Duration crash,
        Duration backOff,
        Duration longestBackOff,
        Duration longestTermination) {

    /// Kubernetes' own back-off, and steps as quick as on a small cluster with cached images.
    public static Timings usual() {
        return new Timings(
                Duration.ofMillis(150),
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(2));
    }

    /// The wait after a number of failures, at least one.
    Duration backOffAfter(int failures) {
        var wait = backOff.multipliedBy(1L << Math.min(20, Math.max(0, failures - 1)));
        return wait.compareTo(longestBackOff) > 0 ? longestBackOff : wait;
    }
}
