package io.gennaker.orchestrator.admission;

/// A pipeline's limit.
///
/// @param limit executions that may run at once; one that takes itself back or waits for a person still counts
/// @param whenFull what becomes of one more
public record Concurrency(int limit, WhenFull whenFull) {
    public Concurrency {
        if (limit < 1) {
            throw new IllegalArgumentException("concurrency limit is " + limit + "; allowed is 1 or more");
        }
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
