package io.gennaker.analysis.canary;

import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Track;

/// The workloads that are compared.
public record Sides(String baseline, String canary) {

    /// As the task names them, or else the execution. A judge that needs no baseline does not look at it.
    static Sides of(ExecutionId executionId, AnalyseCanary task) {
        AnalysisTask.Compared compared = task.compared();
        if (compared == null) {
            return new Sides(
                    Track.BASELINE.workload(task.workload(), executionId),
                    Track.CANARY.workload(task.workload(), executionId));
        }
        String baseline = compared.baseline();
        return new Sides(baseline == null ? compared.candidate() : baseline, compared.candidate());
    }

    public String of(Track track) {
        return switch (track) {
            case BASELINE -> baseline;
            case CANARY -> canary;
            case RELEASE -> throw new IllegalArgumentException("the release is not compared");
        };
    }
}
