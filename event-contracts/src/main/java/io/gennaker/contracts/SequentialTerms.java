package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Terms of the `sequential` judge.
///
/// @param alpha the probability of ever failing a canary that is no worse, however often it is looked at
public record SequentialTerms(double alpha, AtHorizon atHorizon) {
    public SequentialTerms {
        Check.between("alpha", alpha, 0.0001, 0.5);
    }

    public static final SequentialTerms DEFAULT = new SequentialTerms(0.05, AtHorizon.INCONCLUSIVE);

    /// What a metric is when the time is over and nothing was shown.
    public enum AtHorizon {
        @JsonProperty("Inconclusive")
        INCONCLUSIVE,
        @JsonProperty("Pass")
        PASS
    }
}
