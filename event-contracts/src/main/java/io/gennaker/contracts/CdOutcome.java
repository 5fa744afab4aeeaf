package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a run ended, in the words of CDEvents.
public enum CdOutcome {
    @JsonProperty("success")
    SUCCESS,
    /// It ran, and what it did was not good.
    @JsonProperty("failure")
    FAILURE,
    /// It did not get to its end: cancelled, or out of time.
    @JsonProperty("error")
    ERROR
}
