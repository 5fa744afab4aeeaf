package io.gennaker.pipeline.definition;

/// How many executions of a pipeline may run at once.
public record Concurrency(int limit, WhenFull whenFull) {
    public static final Concurrency ONE_AT_A_TIME = new Concurrency(1, WhenFull.QUEUE);

    /// What becomes of an execution that may not run yet.
    public enum WhenFull {
        QUEUE,
        /// It waits, and takes the place of one that waits already.
        REPLACE_WAITING,
        REJECT
    }
}
