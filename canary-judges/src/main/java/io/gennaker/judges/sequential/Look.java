package io.gennaker.judges.sequential;

/// What is known after a window: a point of the confidence sequence.
///
/// @param seen all windows so far
/// @param compared windows that saw both sides; of values also those that were equal, which `seen` does not count
/// @param lower lower bound of the ratio of the experiment's rate to the control's, valid at all times at once
/// @param upper upper bound, likewise
/// @param evidence natural logarithm of the evidence that the canary is worse; the test ends at `log(1 / alpha)`
public record Look(Window seen, int compared, double lower, double upper, double evidence, Finding finding) {

    /// What the judge makes of it.
    public enum Finding {
        /// Neither is shown.
        OPEN,
        /// The experiment's rate is higher than allowed. Stays, once found.
        HIGHER,
        /// The experiment's rate is lower than allowed. Stays, once found.
        LOWER,
        /// The difference lies within the margin.
        WITHIN_MARGIN
    }

    /// The ratio as observed; NaN where a side has no event.
    public double ratio() {
        return seen.controlEvents() == 0 ? Double.NaN : seen.experimentRate() / seen.controlRate();
    }
}
