package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Why a decision changed nothing.
public enum DecisionRefusal {
    /// This person may not decide.
    @JsonProperty("Forbidden")
    FORBIDDEN,
    /// It came too late.
    @JsonProperty("AlreadyConcluded")
    ALREADY_CONCLUDED,
    /// It does not fit the question: its choice, an input, or whom it names.
    @JsonProperty("Invalid")
    INVALID,
    @JsonProperty("UnknownJudgement")
    UNKNOWN_JUDGEMENT
}
