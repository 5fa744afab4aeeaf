package io.gennaker.analysis.canary;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Track;

/// The workloads that are compared.
public record Sides(String baseline, String canary) {

    /// As an execution names them.
    public static Sides of(ExecutionId executionId, String workload) {
        return new Sides(Track.BASELINE.workload(workload, executionId), Track.CANARY.workload(workload, executionId));
    }

    String of(Track track) {
        return switch (track) {
            case BASELINE -> baseline;
            case CANARY -> canary;
            case RELEASE -> throw new IllegalArgumentException("the release is not compared");
        };
    }
}
