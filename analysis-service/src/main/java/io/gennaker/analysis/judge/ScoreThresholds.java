package io.gennaker.analysis.judge;

/// The scores (0 to 100) from which a canary passes and from which it is at least marginal; both inclusive.
public record ScoreThresholds(double pass, double marginal) {

    public ScoreThresholds {
        if (!(marginal >= 0 && marginal <= pass && pass <= 100)) {
            throw new IllegalArgumentException("score thresholds: found marginal " + marginal + " and pass " + pass
                    + ", must be 0 <= marginal <= pass <= 100");
        }
    }
}
