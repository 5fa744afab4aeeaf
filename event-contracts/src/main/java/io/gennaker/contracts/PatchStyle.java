package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a patch is written.
public enum PatchStyle {
    /// Kubernetes' strategic merge: lists of named things are merged by name. Not for custom resources.
    @JsonProperty("Strategic")
    STRATEGIC,
    /// JSON Merge Patch, RFC 7386: lists are replaced as a whole.
    @JsonProperty("Merge")
    MERGE,
    /// JSON Patch, RFC 6902: a list of operations.
    @JsonProperty("Json")
    JSON
}
