package io.gennaker.cli.benchmark.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was measured. A stage transition is the way from one stage to the next: one for each stage.
///
/// @param stageEndToNextStartMillis from the worker's answer about a stage to the next stage's command at the worker
/// @param databaseCommitsPer10Stages of everything in the database, reads among them
/// @param writtenBytesPer1000Stages of all processes, to the disk
/// @param residentBytes at the end, by component
/// @param rest before and after the executions that wait were there; null where there were none
public record EngineReport(
        Workload workload,
        double seconds,
        double stageTransitionsPerSecond,
        double executionsPerSecond,
        Samples.Summary submitToFinishMillis,
        Samples.Summary stageEndToNextStartMillis,
        double cpuSecondsPer1000Stages,
        Map<String, Double> cpuSecondsPer1000StagesByProcess,
        double databaseCommitsPer10Stages,
        long walBytesPer1000Stages,
        long writtenBytesPer1000Stages,
        Map<String, Long> residentBytes,
        @Nullable Rest rest,
        Machine machine) {

    /// What waiting executions cost.
    ///
    /// @param heapBytesPerExecution what the orchestrator keeps more, for each
    public record Rest(Resting before, Resting after, double heapBytesPerExecution) {
        static Rest of(Resting before, Resting after, int waiting) {
            return new Rest(
                    before, after, Math.round(10.0 * (after.heapBytes() - before.heapBytes()) / waiting) / 10.0);
        }
    }

    /// @param loadBefore of the last minute, when the benchmark began
    public record Machine(int processors, String system, String java, double loadBefore) {}
}
