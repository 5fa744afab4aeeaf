package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a person decided.
public enum Decision {
    @JsonProperty("Approve")
    APPROVE,
    @JsonProperty("Reject")
    REJECT
}
