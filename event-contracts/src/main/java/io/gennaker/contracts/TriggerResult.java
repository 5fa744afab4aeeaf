package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What an event was to one trigger.
public enum TriggerResult {
    @JsonProperty("Started")
    STARTED,
    /// The same fact, or the same image, started the pipeline before.
    @JsonProperty("Duplicate")
    DUPLICATE,
    @JsonProperty("NotMatched")
    NOT_MATCHED,
    /// It would start, once the registry has said which digest the tag names.
    @JsonProperty("Resolving")
    RESOLVING,
    /// It starts when nothing else has come for a while.
    @JsonProperty("Quiet")
    QUIET,
    /// Another event came before it was quiet, and counts in its place.
    @JsonProperty("Superseded")
    SUPERSEDED
}
