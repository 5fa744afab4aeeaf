package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a judgement ended.
public enum JudgementOutcome {
    @JsonProperty("Approved")
    APPROVED,
    @JsonProperty("Rejected")
    REJECTED,
    /// Nobody decided in time; what that means is in the specification.
    @JsonProperty("Expired")
    EXPIRED
}
