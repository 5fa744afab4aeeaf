package io.gennaker.judges;

/// How large a significant difference must be to matter. Effects are compared with the limits inclusively.
///
/// @param allowedIncrease from here up an increase makes the metric High
/// @param allowedDecrease from here down a decrease makes the metric Low
/// @param criticalIncrease from here up an increase of a critical metric fails the whole canary
/// @param criticalDecrease from here down a decrease of a critical metric fails the whole canary
public record EffectSize(
        Measure measure,
        double allowedIncrease,
        double allowedDecrease,
        double criticalIncrease,
        double criticalDecrease) {

    /// The way the size of an effect is measured.
    public enum Measure {
        /// Mean of the experiment divided by the mean of the control; NaN where either is zero. 1.0 means no
        /// difference.
        MEAN_RATIO(1.0),
        /// Common language effect size: the probability that a value of the experiment exceeds one of the control, ties
        /// counting half. 0.5 means no difference.
        CLES(0.5);

        private final double noDifference;

        Measure(double noDifference) {
            this.noDifference = noDifference;
        }

        public double noDifference() {
            return noDifference;
        }
    }

    /// No limit on the size: any significant difference counts.
    public static EffectSize any(Measure measure) {
        var none = measure.noDifference();
        return new EffectSize(measure, none, none, none, none);
    }

    boolean isIncreaseBeyondAllowed(double effect) {
        return Double.isNaN(effect) || effect >= allowedIncrease;
    }

    boolean isDecreaseBeyondAllowed(double effect) {
        return Double.isNaN(effect) || effect <= allowedDecrease;
    }

    boolean isIncreaseCritical(double effect) {
        return Double.isNaN(effect) || effect >= criticalIncrease;
    }

    boolean isDecreaseCritical(double effect) {
        return Double.isNaN(effect) || effect <= criticalDecrease;
    }
}
