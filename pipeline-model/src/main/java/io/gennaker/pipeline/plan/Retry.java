package io.gennaker.pipeline.plan;

import java.time.Duration;

/// How often a stage is tried before it counts as failed.
///
/// @param attempts all of them, the first included
/// @param backoff between the first and the second; doubled before each further one
public record Retry(int attempts, Duration backoff) {
    public static final int MOST_ATTEMPTS = 10;

    public Retry {
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "retry attempts are " + attempts + "; allowed are 1 to " + MOST_ATTEMPTS);
        }
    }

    /// The time between an attempt that failed and the next one.
    ///
    /// @param failed number of the failed one, from 1
    public Duration after(int failed) {
        return backoff.multipliedBy(1L << (failed - 1));
    }
}
