package io.gennaker.outbox.engine;

import java.time.Duration;

/// Waits that double with each failure, up to a longest one.
public record Backoff(Duration first, Duration longest) {
    private static final int MOST_DOUBLINGS = 30;

    public Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("backoff from " + first + " to " + longest
                    + "; allowed is a positive wait and a longest one not below");
        }
    }

    /// The wait after the `failures`-th failure in a row, from 1.
    public Duration after(int failures) {
        int doublings = Math.clamp(failures - 1L, 0, MOST_DOUBLINGS);
        Duration wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
