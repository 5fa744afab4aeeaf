package io.gennaker.judges;

/// The scores (0 to 100) from which a canary passes and from which it is at least marginal; both inclusive. Kayenta
/// takes any two numbers; [#checked] does not.
public record ScoreThresholds(double pass, double marginal) {

    /// @throws IllegalArgumentException unless 0 <= marginal <= pass <= 100
    public static ScoreThresholds checked(double pass, double marginal) {
        if (!(marginal >= 0 && marginal <= pass && pass <= 100)) {
            throw new IllegalArgumentException("score thresholds: found marginal " + marginal + " and pass " + pass
                    + ", must be 0 <= marginal <= pass <= 100");
        }
        return new ScoreThresholds(pass, marginal);
    }
}
