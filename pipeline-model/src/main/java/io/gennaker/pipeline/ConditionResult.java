package io.gennaker.pipeline;

/// What a condition says.
public sealed interface ConditionResult {
    record Met() implements ConditionResult {}

    record NotMet() implements ConditionResult {}

    /// It has no value, or one that is neither true nor false: the stage fails.
    ///
    /// @param reason with the expression, in one line
    record Failed(String reason) implements ConditionResult {}
}
