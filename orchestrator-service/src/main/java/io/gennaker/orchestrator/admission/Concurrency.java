package io.gennaker.orchestrator.admission;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A pipeline's limit.
///
/// @param limit executions that may run at once; one that takes itself back or waits for a person still counts
/// @param whenFull what becomes of one more
/// @param startWithin how long one waits for its place before it ends; null for as long as it takes
public record Concurrency(
        int limit, WhenFull whenFull, @Nullable Duration startWithin) {
    public Concurrency {
        if (limit < 1) {
            throw new IllegalArgumentException("concurrency limit is " + limit + "; allowed is 1 or more");
        }
    }

    public Concurrency(int limit, WhenFull whenFull) {
        this(limit, whenFull, null);
    }

    public enum WhenFull {
        /// It waits for its turn.
        QUEUE,
        /// It waits, and those that waited before it are cancelled.
        REPLACE_WAITING,
        /// It is refused.
        REJECT
    }
}
