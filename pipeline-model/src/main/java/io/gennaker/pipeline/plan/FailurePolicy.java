package io.gennaker.pipeline.plan;

/// What the failure of a stage means for the rest.
public enum FailurePolicy {
    /// The execution fails: nothing new starts, what runs is cancelled, what was begun is taken back.
    FAIL,
    /// Stages that need this one are skipped; the others go on and decide.
    STOP_BRANCH,
    /// As [#STOP_BRANCH], but the execution fails at its end.
    STOP_BRANCH_AND_FAIL,
    /// As if it had succeeded.
    CONTINUE
}
