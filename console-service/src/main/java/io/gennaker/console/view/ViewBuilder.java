package io.gennaker.console.view;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TriggerInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A view while one event is applied to it.
final class ViewBuilder {
    private static final int MOST_INTERVENTIONS = 50;

    private final String id;
    private @Nullable String pipeline;
    private @Nullable String application;
    private @Nullable ExecutionStatus status;
    private @Nullable String reason;
    private @Nullable TriggerInfo trigger;
    private Map<String, String> parameters;
    private List<Artifact> artifacts;
    private @Nullable Digest definitionDigest;
    private @Nullable Digest planDigest;
    private @Nullable Instant acceptedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    private @Nullable String cancelledBy;
    private @Nullable StallView stalled;
    private final List<InterventionView> interventions;
    private List<StageView> stages;
    private final List<ShiftView> shifts;
    private final List<ConfirmationView> confirmations;
    private final List<VerdictView> verdicts;
    private final List<JudgementView> judgements;
    private final List<LogView> logs;
    private final List<ChangesView> changes;
    private final List<TestsView> tests;
    private final Map<String, String> progress;

    ViewBuilder(ExecutionView view) {
        id = view.id();
        pipeline = view.pipeline();
        application = view.application();
        status = view.status();
        reason = view.reason();
        trigger = view.trigger();
        parameters = view.parameters();
        artifacts = view.artifacts();
        definitionDigest = view.definitionDigest();
        planDigest = view.planDigest();
        acceptedAt = view.acceptedAt();
        startedAt = view.startedAt();
        finishedAt = view.finishedAt();
        cancelledBy = view.cancelledBy();
        stalled = view.stalled();
        interventions = new ArrayList<>(view.interventions());
        stages = view.stages();
        shifts = new ArrayList<>(view.trafficSplits());
        confirmations = new ArrayList<>(view.confirmations());
        verdicts = new ArrayList<>(view.verdicts());
        judgements = new ArrayList<>(view.judgements());
        logs = new ArrayList<>(view.jobLogs());
        changes = new ArrayList<>(view.changes());
        tests = new ArrayList<>(view.tests());
        progress = new TreeMap<>(view.progress());
    }

    ViewBuilder accepted(ExecutionEvent.Accepted accepted) {
        pipeline = accepted.pipeline();
        application = accepted.application();
        status = accepted.status();
        reason = null;
        trigger = accepted.trigger();
        parameters = accepted.parameters();
        artifacts = accepted.artifacts();
        definitionDigest = accepted.definitionDigest();
        planDigest = accepted.planDigest();
        acceptedAt = accepted.at();
        stages = accepted.stages().stream().map(StageView::planned).toList();
        return this;
    }

    void moved() {
        stalled = null;
    }

    ViewBuilder stalled(StallView stall) {
        stalled = stall;
        return this;
    }

    /// What is known before a plan is made.
    ViewBuilder asked(String name, @Nullable String owner, TriggerInfo by, Instant at) {
        pipeline = name;
        application = owner == null ? application : owner;
        trigger = by;
        acceptedAt = at;
        return this;
    }

    ViewBuilder started(Instant at) {
        status = ExecutionStatus.RUNNING;
        reason = null;
        startedAt = startedAt == null ? at : startedAt;
        return this;
    }

    /// @param why it waits; null when it waits for nothing but its place
    ViewBuilder waits(@Nullable String why) {
        status = ExecutionStatus.QUEUED;
        reason = why;
        return this;
    }

    /// What an execution had begun is taken back from its cancel on.
    ViewBuilder cancelRequested(String user) {
        cancelledBy = user;
        status = ExecutionStatus.COMPENSATING;
        return this;
    }

    /// Opens the execution again where it had ended.
    ViewBuilder intervened(ExecutionEvent.Intervened done) {
        status = done.status();
        if (status == ExecutionStatus.QUEUED) {
            reason = null;
        }
        if (finishedAt != null) {
            finishedAt = null;
            cancelledBy = null;
        }
        return intervention(InterventionView.of(done));
    }

    /// Of two answers to one request the first counts.
    ViewBuilder intervention(InterventionView answer) {
        if (interventions.stream().noneMatch(known -> known.answers(answer.requestId(), answer.by()))) {
            interventions.add(answer);
        }
        if (interventions.size() > MOST_INTERVENTIONS) {
            interventions.removeFirst();
        }
        return this;
    }

    ViewBuilder ended(ExecutionStatus end, @Nullable String why, Instant at) {
        status = end;
        reason = why;
        finishedAt = at;
        progress.clear();
        return this;
    }

    ViewBuilder stage(String stage, UnaryOperator<StageView> change) {
        stages = stages.stream()
                .map(known -> known.id().equals(stage) ? change.apply(known) : known)
                .toList();
        return this;
    }

    void progress(OperationId operation, String message) {
        if (finishedAt == null) {
            progress.put(operation.value(), message);
        }
    }

    void silent(OperationId operation) {
        progress.remove(operation.value());
    }

    void shift(ShiftView shift) {
        shifts.removeIf(known -> known.operationId().equals(shift.operationId()));
        shifts.add(shift);
        shifts.sort(Comparator.comparing(ShiftView::appliedAt));
    }

    void confirmation(ConfirmationView confirmation) {
        confirmations.removeIf(known -> known.operationId().equals(confirmation.operationId()));
        confirmations.add(confirmation);
        confirmations.sort(Comparator.comparing(ConfirmationView::at));
    }

    void verdict(VerdictView verdict) {
        verdicts.removeIf(known -> known.operationId().equals(verdict.operationId()));
        verdicts.add(verdict);
        verdicts.sort(Comparator.comparing(VerdictView::at));
    }

    void log(LogView log) {
        logs.removeIf(known -> known.operationId().equals(log.operationId())
                && known.pod().equals(log.pod())
                && known.container().equals(log.container()));
        logs.add(log);
        logs.sort(Comparator.comparing(LogView::at));
    }

    void changes(ChangesView planned) {
        changes.removeIf(known -> known.operationId().equals(planned.operationId()));
        changes.add(planned);
        changes.sort(Comparator.comparing(ChangesView::at));
    }

    void tests(TestsView reported) {
        tests.removeIf(known -> known.operationId().equals(reported.operationId())
                && known.pod().equals(reported.pod())
                && known.container().equals(reported.container()));
        tests.add(reported);
        tests.sort(Comparator.comparing(TestsView::at));
    }

    void judgement(String judgement, UnaryOperator<JudgementView> change) {
        JudgementView known = judgements.stream()
                .filter(other -> other.id().equals(judgement))
                .findFirst()
                .orElse(JudgementView.unknown(judgement, id));
        judgements.removeIf(other -> other.id().equals(judgement));
        judgements.add(change.apply(known));
        judgements.sort(Comparator.comparing(JudgementView::id));
    }

    ExecutionView build() {
        return new ExecutionView(
                id,
                pipeline,
                application,
                status,
                reason,
                trigger,
                parameters,
                artifacts,
                definitionDigest,
                planDigest,
                acceptedAt,
                startedAt,
                finishedAt,
                cancelledBy,
                stalled,
                interventions,
                stages,
                confirmed(),
                confirmations,
                verdicts,
                judgements,
                logs,
                changes,
                tests,
                progress);
    }

    private List<ShiftView> confirmed() {
        return shifts.stream().map(this::confirmed).toList();
    }

    /// A shift is confirmed by the first match of its weights that its stage saw before its next shift.
    private ShiftView confirmed(ShiftView shift) {
        Instant next = shifts.stream()
                .filter(other -> other.stage().equals(shift.stage()))
                .map(ShiftView::appliedAt)
                .filter(at -> at.isAfter(shift.appliedAt()))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        return confirmations.stream()
                .filter(confirmation -> confirmation.stage().equals(shift.stage())
                        && confirmation.expected().equals(shift.split())
                        && !confirmation.at().isBefore(shift.appliedAt())
                        && confirmation.at().isBefore(next))
                .findFirst()
                .map(shift::seen)
                .orElseGet(shift::unseen);
    }
}
