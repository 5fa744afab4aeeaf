package io.gennaker.judges;

import org.jspecify.annotations.Nullable;

/// The label of one metric and what it rests on.
///
/// @param reason why, in Kayenta's words where the label is Kayenta's; null where Kayenta gives none
/// @param critical whether this alone fails the canary
/// @param ratio mean of the experiment over mean of the control; NaN where either is zero; null where nothing was
///     computed
/// @param comparison the numbers of the rank test; null where a simpler rule decided
public record Classification(
        Label label,
        @Nullable String reason,
        boolean critical,
        @Nullable Double ratio,
        @Nullable Comparison comparison) {

    /// The numbers of the rank test.
    ///
    /// @param lower lower confidence bound of the shift of the experiment against the control, in the metric's unit
    /// @param upper upper confidence bound
    /// @param estimate estimate of the shift
    /// @param tolerance the shift that the whole interval must exceed to count
    /// @param effect size of the effect by the configured measure
    public record Comparison(double lower, double upper, double estimate, double tolerance, double effect) {}

    static Classification decided(Label label, @Nullable String reason, boolean critical) {
        return new Classification(label, reason, critical, 1.0, null);
    }

    static Classification unknown(Label label, String reason) {
        return new Classification(label, reason, false, null, null);
    }
}
