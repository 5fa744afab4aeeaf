package io.gennaker.judges.threshold;

/// What one interval of a metric was.
public enum Interval {
    SUCCESS,
    FAILURE,
    /// Neither good nor bad.
    INCONCLUSIVE,
    /// No value.
    MISSING;

    static Interval of(Limits limits, double value) {
        if (Double.isNaN(value)) {
            return MISSING;
        }
        if (limits.failure() != null && limits.failure().holds(value)) {
            return FAILURE;
        }
        if (limits.success() == null || limits.success().holds(value)) {
            return SUCCESS;
        }
        return limits.failure() == null ? FAILURE : INCONCLUSIVE;
    }
}
