package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How something is.
public enum HealthState {
    @JsonProperty("Up")
    UP,
    /// It works, and somebody should look at it.
    @JsonProperty("Impaired")
    IMPAIRED,
    @JsonProperty("Down")
    DOWN,
    /// It was not used yet, or cannot be asked.
    @JsonProperty("Unknown")
    UNKNOWN
}
