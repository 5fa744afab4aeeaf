package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.pipeline.TurnResult;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes a stage from step to step, with the analysis that watches beside them.
final class Stepping {
    private Stepping() {}

    /// Begins a step. One that needs nobody is over at once. One that cannot begin fails for good: what its turn
    /// found depends on the plan and on stages that are over, which another attempt does not change.
    static void enter(PlannedStage stage, PlannedStep step, StageState.Active from, StageRun run) {
        OperationId operation = run.operation(stage, step);
        OperationId watch =
                Watching.at(stage, step, from.watch(), run.tries(stage).begun(), run.turn());
        run.turn().stepChanged(stage, step, operation, StepStatus.RUNNING, null);
        var here = from.watched(watch).toStep(new StepState.Requested(step.id(), operation));
        switch (run.atItsTurn(step.action())) {
            case TurnResult.Over(var more) -> succeeded(stage, here.noting(more), run);
            case TurnResult.Failed(var reason) -> cannotBegin(stage, here, reason, run);
            case TurnResult.Ready(StepAction.TakeBack back)
            when attempts(back, run) == 0 -> {
                String reason = "there is nothing to take back: stage " + back.stage() + " was not begun";
                cannotBegin(stage, here, reason, run);
            }
            case TurnResult.Ready(var action) -> begin(stage, step, action, from, here, run);
        }
    }

    private static void cannotBegin(PlannedStage stage, StageState.Active active, String reason, StageRun run) {
        over(stage, active, StepStatus.FAILED, reason, run);
        Failing.forGood(stage, active, StageStatus.FAILED, reason, List.of(), run);
    }

    private static void begin(
            PlannedStage stage,
            PlannedStep step,
            StepAction action,
            StageState.Active from,
            StageState.Active here,
            StageRun run) {
        OperationId operation = here.current().operation();
        run.owe(stage, step, operation);
        run.turn().begin(action, operation, takesBack(action, operation, run), step.timeout());
        var active = here.toStep(begun(step, action, operation, run.turn().at()));
        run.put(stage, active);
        announceEndOfPause(stage, from, active, run);
        announcePause(stage, step, active, run);
        if (action instanceof StepAction.RunPipeline nested) {
            ran(stage, active, Nested.id(nested.pipeline(), operation), nested.waits(), run);
        }
    }

    private static int attempts(StepAction.TakeBack back, StageRun run) {
        return run.tries(run.turn().plan().stage(back.stage())).begun();
    }

    /// The operation that an action takes back: its own where it takes back none.
    private static OperationId takesBack(StepAction action, OperationId own, StageRun run) {
        return action instanceof StepAction.TakeBack back
                ? OperationId.of(run.turn().id(), back.stage(), back.step(), attempts(back, run))
                : own;
    }

    /// A pipeline was begun; nobody may wait for it.
    private static void ran(
            PlannedStage stage, StageState.Active active, ExecutionId nested, boolean waits, StageRun run) {
        var known = active.noting(Map.of("execution", nested.value()));
        run.put(stage, known);
        if (!waits) {
            succeeded(stage, known, run);
        }
    }

    private static StepState begun(PlannedStep step, StepAction action, OperationId operation, Instant at) {
        return switch (action) {
            case StepAction.Deploy deploy -> new StepState.Requested(step.id(), operation);
            case StepAction.UndoApply undo -> new StepState.Requested(step.id(), operation);
            case StepAction.TakeBack back -> new StepState.Requested(step.id(), operation);
            case StepAction.Analyse analyse -> new StepState.Requested(step.id(), operation);
            case StepAction.Ask ask -> new StepState.Asked(step.id(), operation);
            case StepAction.Call call -> new StepState.Requested(step.id(), operation);
            case StepAction.RunPipeline nested -> new StepState.Requested(step.id(), operation);
            case StepAction.Wait wait when wait.equals(step.action()) -> new StepState.Resting(step.id(), operation);
            case StepAction.Wait(var rest) -> new StepState.Resting(step.id(), operation, at.plus(rest));
            case StepAction.Deferred deferred -> throw new IllegalStateException("step " + step.id() + " has its turn");
        };
    }

    private static void announcePause(PlannedStage stage, PlannedStep step, StageState.Active active, StageRun run) {
        if (active.status() == StageStatus.PAUSED) {
            run.turn().stageChanged(stage, StageStatus.PAUSED, "waits for a decision: " + step.title(), Map.of());
        }
    }

    private static void announceEndOfPause(
            PlannedStage stage, StageState.Active before, StageState.Active now, StageRun run) {
        if (before.status() == StageStatus.PAUSED && now.status() == StageStatus.RUNNING) {
            run.turn().stageChanged(stage, StageStatus.RUNNING, null, Map.of());
        }
    }

    static void succeeded(PlannedStage stage, StageState.Active active, StageRun run) {
        PlannedStep step = over(stage, active, StepStatus.SUCCEEDED, null, run);
        if (step.action() instanceof StepAction.TakeBack back) {
            run.settle(undo -> undo.stage().equals(back.stage()));
        }
        Optional<PlannedStep> next = stage.after(step);
        if (next.isEmpty()) {
            stageSucceeded(stage, active, run);
        } else if (run.paused()) {
            var due = active.toStep(new StepState.Due(next.get().id(), run.operation(stage, next.get())));
            run.put(stage, due);
            announceEndOfPause(stage, active, due, run);
        } else {
            enter(stage, next.get(), active, run);
        }
    }

    /// Tells of the end of the current step.
    private static PlannedStep over(
            PlannedStage stage, StageState.Active active, StepStatus status, @Nullable String reason, StageRun run) {
        PlannedStep step = run.turn().step(stage, active.current().step());
        OperationId operation = active.current().operation();
        run.turn().forget(Inquiry.action(step, active.current()), operation);
        run.turn().stepChanged(stage, step, operation, status, reason);
        return step;
    }

    private static void stageSucceeded(PlannedStage stage, StageState.Active active, StageRun run) {
        // It has promoted its version and removed its variants: there is nothing to go back to.
        if (stage.rollsOut()) {
            run.settle(undo -> undo.stage().equals(stage.id()));
        }
        run.turn().forgetTimeout(stage);
        run.end(stage, active.toEnded(StageStatus.SUCCEEDED, null));
    }

    static void failed(
            PlannedStage stage,
            StageState.Active active,
            StepStatus stepStatus,
            StageStatus status,
            String reason,
            StageRun run) {
        over(stage, active, stepStatus, reason, run);
        Failing.attempt(stage, active, status, reason, List.of(), run);
    }

    /// An analysis does not know: people are asked where the plan says so, and the step waits for them.
    static void inconclusive(PlannedStage stage, StageState.Active active, String reason, StageRun run) {
        Turn turn = run.turn();
        PlannedStep step = turn.step(stage, active.current().step());
        var question = Inquiry.of(step, active.current().operation(), reason);
        if (question.isEmpty() || !(active.current() instanceof StepState.Requested)) {
            failed(stage, active, StepStatus.FAILED, StageStatus.FAILED, reason, run);
            return;
        }
        turn.forget(step.action(), active.current().operation());
        OperationId asking = OperationId.of(
                turn.id(),
                stage.id(),
                step.id() + "-inconclusive",
                run.tries(stage).begun());
        var ask = new StepAction.Ask(question.get());
        turn.begin(ask, asking, asking, Inquiry.limit(question.get()));
        turn.stepChanged(stage, step, asking, StepStatus.RUNNING, reason);
        var asked = active.toStep(new StepState.Asked(step.id(), asking));
        run.put(stage, asked);
        announcePause(stage, step, asked, run);
    }

    /// What the analysis beside the steps found: all but a Pass stops them at once.
    static void watched(PlannedStage stage, StageState.Active active, Report report, StageRun run) {
        switch (report) {
            case Report.Noted noted -> {}
            case Report.Succeeded succeeded -> {
                endWatch(stage, active, StepStatus.SUCCEEDED, null, run);
                run.put(stage, active.watched(null));
            }
            case Report.Failed(var reason, var outputs) ->
                stopWatched(stage, active.noting(outputs), StepStatus.FAILED, reason, run);
            case Report.Inconclusive(var reason, var outputs) ->
                stopWatched(stage, active.noting(outputs), StepStatus.FAILED, reason, run);
            case Report.TimedOut(var reason) -> stopWatched(stage, active, StepStatus.TIMED_OUT, reason, run);
            case Report.Cancelled cancelled ->
                stopWatched(
                        stage,
                        active,
                        StepStatus.CANCELLED,
                        "the analysis beside its steps was cancelled from outside this execution",
                        run);
        }
    }

    private static void endWatch(
            PlannedStage stage, StageState.Active active, StepStatus status, @Nullable String reason, StageRun run) {
        OperationId watch = Objects.requireNonNull(active.watch());
        run.turn().forget(Watching.step(stage).action(), watch);
        run.turn().stepChanged(stage, Watching.step(stage), watch, status, reason);
    }

    private static void stopWatched(
            PlannedStage stage, StageState.Active active, StepStatus status, String reason, StageRun run) {
        endWatch(stage, active, status, reason, run);
        var settling = run.turn().abortStep(stage, active.current(), StepStatus.CANCELLED, reason);
        Failing.attempt(stage, active.watched(null), StageStatus.FAILED, reason, settling, run);
    }
}
