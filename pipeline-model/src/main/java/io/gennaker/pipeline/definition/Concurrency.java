package io.gennaker.pipeline.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How many executions of a pipeline may run at once.
///
/// @param startWithin how long one waits for its place before it ends; null for as long as it takes
public record Concurrency(
        int limit, WhenFull whenFull, @Nullable Duration startWithin) {
    public static final Concurrency ONE_AT_A_TIME = new Concurrency(1, WhenFull.QUEUE);

    public Concurrency(int limit, WhenFull whenFull) {
        this(limit, whenFull, null);
    }

    /// What becomes of an execution that may not run yet.
    public enum WhenFull {
        QUEUE,
        /// It waits, and takes the place of one that waits already.
        REPLACE_WAITING,
        REJECT
    }
}
