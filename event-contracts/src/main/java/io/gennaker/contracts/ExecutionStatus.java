package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Status of an execution.
public enum ExecutionStatus {
    /// Waits for a free place of its pipeline.
    @JsonProperty("Queued")
    QUEUED,
    @JsonProperty("Running")
    RUNNING,
    /// A person holds it: no stage and no step begins. It keeps its place.
    @JsonProperty("Paused")
    PAUSED,
    /// Takes back what it had begun; its final status is decided.
    @JsonProperty("Compensating")
    COMPENSATING,
    @JsonProperty("Succeeded")
    SUCCEEDED,
    @JsonProperty("Failed")
    FAILED,
    @JsonProperty("Cancelled")
    CANCELLED,
    @JsonProperty("TimedOut")
    TIMED_OUT
}
