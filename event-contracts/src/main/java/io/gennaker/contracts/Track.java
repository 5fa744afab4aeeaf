package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// The part that a workload plays while a canary runs; the value of the label `gennaker.io/track`.
public enum Track {
    @JsonProperty("Release")
    RELEASE,
    @JsonProperty("Baseline")
    BASELINE,
    @JsonProperty("Canary")
    CANARY;

    /// Label that tells the tracks of one workload apart.
    public static final String LABEL = "gennaker.io/track";
    /// Label that tells the canaries of different executions apart.
    public static final String REVISION_LABEL = "gennaker.io/revision";

    /// Of a Service from which those of the tracks are made, in characters: theirs must not exceed 63.
    public static final int LONGEST_HOST = 43;

    /// Value of the label `gennaker.io/track`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Name of the workload (a Deployment) of this track: release keeps its own, the others are of one execution.
    public String workload(String release, ExecutionId execution) {
        return this == RELEASE ? release : release + "-" + label() + "-" + execution.revision();
    }

    /// Name of the Istio subset: one per revision, so that a subset with weight is never emptied by a newer canary.
    public String subset(ExecutionId execution) {
        return this == RELEASE ? label() : label() + "-" + execution.revision();
    }

    /// Name of the Service of this track alone, where tracks have Services: one per revision, like subsets.
    public String service(String host, ExecutionId execution) {
        return host + "-" + subset(execution);
    }
}
