package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Outcome of an analysis. Inconclusive is a verdict, never an accident: too few samples are not a pass.
public enum Verdict {
    @JsonProperty("Pass")
    PASS,
    @JsonProperty("Fail")
    FAIL,
    @JsonProperty("Inconclusive")
    INCONCLUSIVE
}
