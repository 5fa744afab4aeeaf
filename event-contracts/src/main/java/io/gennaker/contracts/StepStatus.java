package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Status of one step inside a stage.
public enum StepStatus {
    @JsonProperty("Waiting")
    WAITING,
    @JsonProperty("Running")
    RUNNING,
    @JsonProperty("Succeeded")
    SUCCEEDED,
    @JsonProperty("Failed")
    FAILED,
    @JsonProperty("Cancelled")
    CANCELLED,
    @JsonProperty("TimedOut")
    TIMED_OUT
}
