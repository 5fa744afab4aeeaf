package io.gennaker.contracts;

import org.jspecify.annotations.Nullable;

/// What the canary's values must keep to under the `threshold` judge, interval by interval.
///
/// @param success values that are good; null: all that are not bad
/// @param failure values that are bad; null: all that are not good
/// @param failureBudget intervals that may fail; one more fails the metric
/// @param consecutiveFailures so many failures in a row fail the metric; 0: the budget alone counts
/// @param inconclusiveBudget intervals that may be neither; one more makes the metric inconclusive
/// @param consecutiveMissing intervals without data that may follow each other
/// @param consecutiveSuccesses so many successes in a row pass the metric early; 0: never early
public record MetricLimits(
        @Nullable Range success,
        @Nullable Range failure,
        int failureBudget,
        int consecutiveFailures,
        int inconclusiveBudget,
        int consecutiveMissing,
        int consecutiveSuccesses) {
    public MetricLimits {
        Check.between("failure budget", failureBudget, 0, 100_000);
        Check.between("consecutive failures", consecutiveFailures, 0, 100_000);
        Check.between("inconclusive budget", inconclusiveBudget, 0, 100_000);
        Check.between("consecutive missing", consecutiveMissing, 0, 100_000);
        Check.between("consecutive successes", consecutiveSuccesses, 0, 100_000);
    }

    /// Values above one limit, below another, or both; the limits themselves are not in it.
    public record Range(@Nullable Double above, @Nullable Double below) {}
}
