package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Channels of a template: what pipelines follow from version to version.
public enum TemplateChannel {
    /// What a pipeline follows that names none.
    @JsonProperty("stable")
    STABLE,
    /// What gets a new version first.
    @JsonProperty("next")
    NEXT;

    /// As in documents and on the wire.
    public String word() {
        return switch (this) {
            case STABLE -> "stable";
            case NEXT -> "next";
        };
    }
}
