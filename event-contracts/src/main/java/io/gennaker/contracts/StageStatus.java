package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Status of a stage.
public enum StageStatus {
    /// Not started: waits for the stages it needs.
    @JsonProperty("Waiting")
    WAITING,
    @JsonProperty("Running")
    RUNNING,
    @JsonProperty("Paused")
    PAUSED,
    @JsonProperty("Succeeded")
    SUCCEEDED,
    /// Its condition was false, or a stage it needs did not let it run.
    @JsonProperty("Skipped")
    SKIPPED,
    @JsonProperty("Failed")
    FAILED,
    /// Failed, and the failure policy lets the execution go on.
    @JsonProperty("FailedContinued")
    FAILED_CONTINUED,
    @JsonProperty("Cancelled")
    CANCELLED,
    @JsonProperty("TimedOut")
    TIMED_OUT
}
