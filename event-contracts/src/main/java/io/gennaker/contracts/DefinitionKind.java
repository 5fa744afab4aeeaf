package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Kinds of definitions that users write.
public enum DefinitionKind {
    @JsonProperty("Pipeline")
    PIPELINE,
    @JsonProperty("Cluster")
    CLUSTER,
    @JsonProperty("PipelineTemplate")
    PIPELINE_TEMPLATE,
    @JsonProperty("Freeze")
    FREEZE,
    @JsonProperty("NotificationRule")
    NOTIFICATION_RULE;

    /// As in documents and on the wire.
    public String word() {
        return switch (this) {
            case PIPELINE -> "Pipeline";
            case CLUSTER -> "Cluster";
            case PIPELINE_TEMPLATE -> "PipelineTemplate";
            case FREEZE -> "Freeze";
            case NOTIFICATION_RULE -> "NotificationRule";
        };
    }
}
