package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One decision in the making: gathers the effects in their order.
final class Turn {
    /// A service answers at its deadline by itself and knows why it did not get there; only one that does not answer
    /// at all is given up, this much later.
    static final Duration GRACE = Duration.ofSeconds(5);

    /// How long the end of a cancelled operation is awaited.
    static final Duration SETTLE_LIMIT = Duration.ofSeconds(30);

    private final ExecutionId id;
    private final Instant at;
    private final Plan plan;
    private final List<Effect> effects = new ArrayList<>();

    Turn(ExecutionId id, Instant at, Plan plan) {
        this.id = id;
        this.at = at;
        this.plan = plan;
    }

    ExecutionId id() {
        return id;
    }

    Instant at() {
        return at;
    }

    Plan plan() {
        return plan;
    }

    Decision to(ExecutionState next) {
        return new Decision(next, effects);
    }

    void begin(StepAction action, OperationId operation, OperationId takesBack, Duration timeout) {
        Instant deadline = at.plus(timeout);
        Commands.start(id, plan, action, operation, takesBack, at, deadline)
                .ifPresent(command -> effects.add(new Effect.SendCommand(command)));
        if (action instanceof StepAction.Wait(var duration)) {
            set(new Timer.WaitOver(operation), at.plus(duration));
        } else {
            set(new Timer.OperationTimeout(operation), deadline.plus(GRACE));
        }
    }

    void send(Message command) {
        effects.add(new Effect.SendCommand(command));
    }

    /// Tells an operation to end early.
    ///
    /// @return whether an end is to be awaited
    boolean abort(StepAction action, OperationId operation, String reason) {
        forget(action, operation);
        var command = Commands.cancel(id, action, operation, Bounded.reason(reason), at);
        command.ifPresent(cancel -> effects.add(new Effect.SendCommand(cancel)));
        return command.isPresent();
    }

    /// Tells the operation of a running step to end early, and awaits its end for a while.
    ///
    /// @return what is awaited
    List<Rollback.Settling> abortStep(PlannedStage stage, StepState current, StepStatus status, String reason) {
        if (current instanceof StepState.Due) {
            return List.of();
        }
        PlannedStep step = step(stage, current.step());
        stepChanged(stage, step, current.operation(), status, reason);
        if (!abort(Inquiry.action(step, current), current.operation(), reason)) {
            return List.of();
        }
        set(new Timer.SettleTimeout(current.operation()), at.plus(SETTLE_LIMIT));
        return List.of(new Rollback.Settling(stage.id(), current.operation()));
    }

    void forgetTimeout(PlannedStage stage) {
        if (stage.timeout() != null) {
            cancel(new Timer.StageTimeout(stage.id()));
        }
    }

    /// Removes the timer of an operation.
    void forget(StepAction action, OperationId operation) {
        switch (action) {
            case StepAction.Wait wait -> cancel(new Timer.WaitOver(operation));
            case StepAction.Deploy deploy -> cancel(new Timer.OperationTimeout(operation));
            case StepAction.UndoApply undo -> cancel(new Timer.OperationTimeout(operation));
            case StepAction.TakeBack back -> cancel(new Timer.OperationTimeout(operation));
            case StepAction.Analyse analyse -> cancel(new Timer.OperationTimeout(operation));
            case StepAction.Ask ask -> cancel(new Timer.OperationTimeout(operation));
            case StepAction.Call call -> cancel(new Timer.OperationTimeout(operation));
            case StepAction.RunPipeline nested -> cancel(new Timer.OperationTimeout(operation));
            case StepAction.Deferred deferred -> forget(deferred.work(), operation);
        }
    }

    private void forget(DeferredWork work, OperationId operation) {
        switch (work) {
            case DeferredWork.WaitUntil wait -> cancel(new Timer.WaitOver(operation));
            case DeferredWork.Ask ask -> cancel(new Timer.OperationTimeout(operation));
            case DeferredWork.Render render -> cancel(new Timer.OperationTimeout(operation));
            case DeferredWork.Operate operate -> cancel(new Timer.OperationTimeout(operation));
            case DeferredWork.Call call -> cancel(new Timer.OperationTimeout(operation));
            case DeferredWork.Tell tell -> cancel(new Timer.OperationTimeout(operation));
            case DeferredWork.Nest nest -> cancel(new Timer.OperationTimeout(operation));
            case DeferredWork.Evaluate evaluate -> {}
            case DeferredWork.Check check -> {}
            case DeferredWork.Join join -> {}
        }
    }

    void set(Timer timer, Instant due) {
        effects.add(new Effect.SetTimer(timer, due));
    }

    void cancel(Timer timer) {
        effects.add(new Effect.CancelTimer(timer));
    }

    void emit(ExecutionEvent event) {
        effects.add(new Effect.Emit(event));
    }

    void stageChanged(PlannedStage stage, StageStatus status, @Nullable String reason, Map<String, String> outputs) {
        emit(new ExecutionEvent.StageChanged(id, stage.id(), status, reason, outputs, at));
    }

    void stageEnded(PlannedStage stage, StageState.Ended ended) {
        stageChanged(stage, ended.status(), ended.reason(), ended.outputs());
    }

    void stepChanged(
            PlannedStage stage, PlannedStep step, OperationId operation, StepStatus status, @Nullable String reason) {
        emit(new ExecutionEvent.StepChanged(
                id, stage.id(), step.id(), step.title(), operation, false, status, reason, at));
    }

    void compensationChanged(Undo undo, OperationId operation, StepStatus status, @Nullable String reason) {
        emit(new ExecutionEvent.StepChanged(
                id, undo.stage(), undo.compensation(), undo.title(), operation, true, status, reason, at));
    }

    /// The end: tells the world and frees the place.
    void finish(Ending ending) {
        emit(new ExecutionEvent.Finished(id, plan.pipeline(), ending.status(), ending.reason(), at));
        effects.add(new Effect.ReleaseSlot());
    }

    PlannedStep step(PlannedStage stage, String step) {
        return stage.steps().stream()
                .filter(candidate -> candidate.id().equals(step))
                .findFirst()
                .orElseThrow();
    }

    Compensation compensation(Undo undo) {
        return plan.stage(undo.stage()).steps().stream()
                .map(PlannedStep::compensation)
                .filter(Objects::nonNull)
                .filter(compensation -> compensation.id().equals(undo.compensation()))
                .findFirst()
                .orElseThrow();
    }
}
