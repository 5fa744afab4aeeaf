package io.gennaker.judges.threshold;

import org.jspecify.annotations.Nullable;

/// What a metric must keep to, interval by interval.
///
/// @param success values that are good; null: all that are not bad
/// @param failure values that are bad; null: all that are not good
/// @param failureBudget intervals that may fail; one more fails the metric
/// @param consecutiveFailures so many failures in a row fail the metric whatever the budget; 0 asks for none
/// @param inconclusiveBudget intervals that may be neither good nor bad; one more makes the metric inconclusive
/// @param consecutiveMissing intervals without data that may follow each other; one more makes the metric inconclusive
/// @param consecutiveSuccesses so many successes in a row pass the metric before its time; 0: never before its time
public record Limits(
        @Nullable Condition success,
        @Nullable Condition failure,
        int failureBudget,
        int consecutiveFailures,
        int inconclusiveBudget,
        int consecutiveMissing,
        int consecutiveSuccesses) {

    public Limits {
        if (success == null && failure == null) {
            throw new IllegalArgumentException("limits: found neither success nor failure, must have one");
        }
        if (failureBudget < 0
                || consecutiveFailures < 0
                || inconclusiveBudget < 0
                || consecutiveMissing < 0
                || consecutiveSuccesses < 0) {
            throw new IllegalArgumentException("limits: found a negative number in " + this + ", must not be negative");
        }
    }
}
