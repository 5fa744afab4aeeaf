package io.gennaker.cli.display;

/// How much of a tree is shown, from everything down to what matters now: a picture that is higher than the terminal
/// cannot be drawn over.
enum Detail {
    ALL,
    /// Of a verdict that passed only what decided.
    SHORT_VERDICTS,
    /// No steps of stages that have succeeded.
    OPEN_STAGES,
    /// Of the steps to come only how many.
    CURRENT_STEPS,
    /// Of the steps that have succeeded only how many.
    BARE;

    boolean atLeast(Detail other) {
        return compareTo(other) >= 0;
    }
}
