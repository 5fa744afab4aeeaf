package io.gennaker.console.view;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.TriggerInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An execution as people see it.
///
/// Facts of the orchestrator come in order; those of the other services may come before them, so everything that the
/// orchestrator tells may still be missing.
///
/// @param reason why it ended so, or why it waits
/// @param cancelledBy who asked to cancel, where somebody did
/// @param stalled there when it has not moved for longer than it should
/// @param interventions what people did or were refused, the newest last
/// @param progress newest words of each operation that runs, by operation id
public record ExecutionView(
        String id,
        @Nullable String pipeline,
        @Nullable String application,
        @Nullable ExecutionStatus status,
        @Nullable String reason,
        @Nullable TriggerInfo trigger,
        Map<String, String> parameters,
        List<Artifact> artifacts,
        @Nullable Digest definitionDigest,
        @Nullable Digest planDigest,
        @Nullable Instant acceptedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String cancelledBy,
        @Nullable StallView stalled,
        List<InterventionView> interventions,
        List<StageView> stages,
        List<ShiftView> trafficSplits,
        List<ConfirmationView> confirmations,
        List<VerdictView> verdicts,
        List<JudgementView> judgements,
        List<LogView> jobLogs,
        List<ChangesView> changes,
        List<TestsView> tests,
        Map<String, String> progress) {
    public ExecutionView {
        parameters = Map.copyOf(parameters);
        artifacts = List.copyOf(artifacts);
        interventions = List.copyOf(interventions);
        stages = List.copyOf(stages);
        trafficSplits = List.copyOf(trafficSplits);
        confirmations = List.copyOf(confirmations);
        verdicts = List.copyOf(verdicts);
        judgements = List.copyOf(judgements);
        jobLogs = List.copyOf(jobLogs);
        changes = List.copyOf(changes);
        tests = List.copyOf(tests);
        progress = Map.copyOf(progress);
    }

    /// An execution of which nothing is known yet.
    public static ExecutionView unknown(String id) {
        return new ExecutionView(
                id, null, null, null, null, null, Map.of(), List.of(), null, null, null, null, null, null, null,
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                Map.of());
    }

    /// The line of this execution in a list.
    public ExecutionSummary summary() {
        return new ExecutionSummary(
                id,
                pipeline,
                application,
                status,
                reason,
                trigger == null ? null : trigger.kind(),
                artifacts.stream().map(artifact -> artifact.image().toString()).toList(),
                acceptedAt,
                finishedAt,
                (int) judgements.stream().filter(JudgementView::open).count(),
                stalled == null ? null : stalled.since());
    }
}
