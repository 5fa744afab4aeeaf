package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.Opening;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The moves of a running execution's stages, in a working copy that lives for one decision only.
final class StageRun {
    /// A canary that ended well has promoted its version and removed its variants: there is nothing to go back to.
    private static final String CANARY = "canary";

    private final ExecutionState.Running before;
    private final Turn turn;
    private final Conditions conditions;
    private final Map<String, StageState> stages;
    private final List<Undo> owed;
    private int begun;
    private @Nullable Ending ending;
    /// What stages leave to the execution when it goes back: operations to await, compensations that failed.
    private Rollback inherited = Rollback.of(List.of(), List.of());

    StageRun(ExecutionState.Running before, Turn turn, Conditions conditions) {
        this.before = before;
        this.turn = turn;
        this.conditions = conditions;
        this.stages = new HashMap<>(before.stages());
        this.owed = new ArrayList<>(before.owed());
        this.begun = before.begun();
    }

    StageState state(PlannedStage stage) {
        return StageState.of(stage.id(), stages);
    }

    /// Decides how the execution ends; [#conclude] goes there.
    void end(Ending decided) {
        ending = decided;
    }

    void note(PlannedStage stage, StageState.Active active, Map<String, String> outputs) {
        stages.put(stage.id(), active.noting(outputs));
    }

    /// Lets begin what may begin now, and ends the execution when there is nothing more to do.
    ExecutionState conclude() {
        beginStages();
        if (ending == null && over()) {
            ending = FinalStatus.of(turn.plan(), stages);
        }
        if (ending == null) {
            return before.with(stages, owed, begun);
        }
        if (ending.status() == ExecutionStatus.SUCCEEDED) {
            turn.finish(ending);
            return before.toEnded(ending);
        }
        return goBack(ending);
    }

    private boolean over() {
        return stages.values().stream().allMatch(state -> switch (state) {
            case StageState.Ended ended -> true;
            case StageState.Blocked blocked -> true;
            case StageState.Waiting waiting -> false;
            case StageState.Held held -> false;
            case StageState.Active active -> false;
            case StageState.TakingBack takingBack -> false;
        });
    }

    // Stages that begin.

    private void beginStages() {
        boolean moved = true;
        while (moved && ending == null) {
            moved = false;
            for (PlannedStage stage : turn.plan().stages()) {
                if (ending == null && state(stage) instanceof StageState.Waiting waiting) {
                    moved |= beginIfDue(stage, waiting);
                }
            }
        }
    }

    private boolean beginIfDue(PlannedStage stage, StageState.Waiting waiting) {
        return switch (Needs.of(stage, stages)) {
            case Needs.Undecided undecided -> false;
            case Needs.Met met -> {
                begin(stage, waiting);
                yield true;
            }
            case Needs.Refused(var reason) -> {
                stages.put(stage.id(), waiting.toBlocked(reason));
                turn.stageChanged(stage, StageStatus.SKIPPED, reason, Map.of());
                yield true;
            }
        };
    }

    private void begin(PlannedStage stage, StageState.Waiting waiting) {
        switch (condition(stage)) {
            case ConditionResult.Met met -> beginInTime(stage, waiting);
            case ConditionResult.NotMet notMet ->
                end(stage, waiting.toEnded(StageStatus.SKIPPED, "condition is false: " + stage.when()));
            case ConditionResult.Failed(var reason) ->
                fail(stage, waiting, StageStatus.FAILED, "condition: " + reason, List.of());
        }
    }

    private ConditionResult condition(PlannedStage stage) {
        return stage.when() == null
                ? new ConditionResult.Met()
                : conditions.evaluate(stage.when(), turn.plan(), Conditions.results(stages));
    }

    /// What cannot run fails at once: nobody should wait for a window only to learn that.
    private void beginInTime(PlannedStage stage, StageState.Waiting waiting) {
        if (stage.problem() != null) {
            fail(stage, waiting, StageStatus.FAILED, stage.problem(), List.of());
        } else if (stage.opening() == null) {
            beginSteps(stage, waiting);
        } else {
            beginFrom(stage, waiting, stage.opening().earliest(turn.at()));
        }
    }

    /// The delay is over. The window may have closed again, if nobody was there when it was open.
    void due(PlannedStage stage, StageState.Held held) {
        var waiting = held.toWaiting();
        if (stage.opening() == null) {
            beginSteps(stage, waiting);
        } else {
            beginFrom(stage, waiting, stage.opening().inWindow(turn.at()));
        }
    }

    private void beginFrom(PlannedStage stage, StageState.Waiting waiting, Instant earliest) {
        if (!earliest.isAfter(turn.at())) {
            beginSteps(stage, waiting);
            return;
        }
        stages.put(stage.id(), waiting.toHeld(earliest));
        turn.set(new Timer.StageDue(stage.id()), earliest);
        turn.stageChanged(stage, StageStatus.WAITING, "begins " + earliest + cause(stage), Map.of());
    }

    private static String cause(PlannedStage stage) {
        Opening opening = stage.opening();
        return opening == null || opening.window() == null ? "" : ", window " + opening.window();
    }

    private void beginSteps(PlannedStage stage, StageState.Waiting waiting) {
        turn.stageChanged(stage, StageStatus.RUNNING, null, Map.of());
        if (stage.steps().isEmpty()) {
            end(stage, waiting.toEnded(StageStatus.SUCCEEDED, null));
            return;
        }
        if (stage.timeout() != null) {
            turn.set(new Timer.StageTimeout(stage.id()), turn.at().plus(stage.timeout()));
        }
        PlannedStep first = stage.steps().getFirst();
        var active = waiting.toActive(begin(stage, first));
        stages.put(stage.id(), active);
        announcePause(stage, first, active);
    }

    // Steps.

    private StepState begin(PlannedStage stage, PlannedStep step) {
        OperationId operation = OperationId.of(turn.id(), stage.id(), step.id(), 1);
        owe(stage, step, operation);
        turn.stepChanged(stage, step, operation, StepStatus.RUNNING, null);
        turn.begin(step.action(), operation, operation, step.timeout());
        return switch (step.action()) {
            case StepAction.Deploy deploy -> new StepState.Requested(step.id(), operation);
            case StepAction.UndoApply undo -> new StepState.Requested(step.id(), operation);
            case StepAction.Analyse analyse -> new StepState.Requested(step.id(), operation);
            case StepAction.Ask ask -> new StepState.Asked(step.id(), operation);
            case StepAction.Wait wait -> new StepState.Resting(step.id(), operation);
        };
    }

    private void owe(PlannedStage stage, PlannedStep step, OperationId operation) {
        begun++;
        if (step.compensation() != null) {
            Undo undo = Undo.of(stage.id(), step.compensation(), begun, operation);
            owed.removeIf(undo::takesBackTheSame);
            owed.add(undo);
        }
    }

    void succeeded(PlannedStage stage, StageState.Active active) {
        PlannedStep step = turn.step(stage, active.current().step());
        turn.forget(step.action(), active.current().operation());
        turn.stepChanged(stage, step, active.current().operation(), StepStatus.SUCCEEDED, null);
        Optional<PlannedStep> next =
                stage.steps().stream().skip(stage.steps().indexOf(step) + 1L).findFirst();
        if (next.isEmpty()) {
            stageSucceeded(stage, active);
            return;
        }
        var moved = active.toStep(begin(stage, next.get()));
        stages.put(stage.id(), moved);
        if (active.status() == StageStatus.PAUSED && moved.status() == StageStatus.RUNNING) {
            turn.stageChanged(stage, StageStatus.RUNNING, null, Map.of());
        }
        announcePause(stage, next.get(), moved);
    }

    private void announcePause(PlannedStage stage, PlannedStep step, StageState.Active active) {
        if (active.status() == StageStatus.PAUSED) {
            turn.stageChanged(stage, StageStatus.PAUSED, "waits for a decision: " + step.title(), Map.of());
        }
    }

    private void stageSucceeded(PlannedStage stage, StageState.Active active) {
        if (stage.kind().equals(CANARY)) {
            owed.removeIf(undo -> undo.stage().equals(stage.id()));
        }
        turn.forgetTimeout(stage);
        end(stage, active.toEnded(StageStatus.SUCCEEDED, null));
    }

    void stepFailed(
            PlannedStage stage, StageState.Active active, StepStatus stepStatus, StageStatus status, String reason) {
        PlannedStep step = turn.step(stage, active.current().step());
        turn.forget(step.action(), active.current().operation());
        turn.stepChanged(stage, step, active.current().operation(), stepStatus, reason);
        fail(stage, active, status, reason, List.of());
    }

    // Failure.

    void fail(
            PlannedStage stage, StageState state, StageStatus status, String reason, List<Rollback.Settling> settling) {
        turn.forgetTimeout(stage);
        switch (stage.onFailure()) {
            case FAIL -> {
                end(stage, new StageState.Ended(status, reason, state.outputs()));
                inherited = inherited.merge(Rollback.of(List.of(), settling));
                ending = new Ending(ExecutionStatus.FAILED, StageFailure.sentence(stage.id(), status, reason));
            }
            case CONTINUE -> takeBack(stage, state, StageStatus.FAILED_CONTINUED, reason, settling);
            case STOP_BRANCH, STOP_BRANCH_AND_FAIL -> takeBack(stage, state, status, reason, settling);
        }
    }

    /// The execution goes on, but not on top of half a stage: a failed canary gives its traffic back at once.
    private void takeBack(
            PlannedStage stage,
            StageState state,
            StageStatus outcome,
            String reason,
            List<Rollback.Settling> settling) {
        var own = owed.stream().filter(undo -> undo.stage().equals(stage.id())).toList();
        owed.removeAll(own);
        Rollback rollback = Retreat.advance(Rollback.of(own, settling), turn);
        if (rollback.over()) {
            end(stage, new StageState.Ended(outcome, reason, state.outputs()));
        } else {
            stages.put(stage.id(), new StageState.TakingBack(outcome, reason, state.outputs(), rollback));
        }
    }

    void takingBack(PlannedStage stage, StageState.TakingBack state, Rollback rollback) {
        var left = rollback.notTakenBack();
        if (!rollback.over()) {
            stages.put(stage.id(), state.with(rollback));
        } else if (left.isEmpty()) {
            end(stage, state.toEnded());
        } else {
            // No policy covers a stage that is stuck half way: the execution fails and says so.
            end(stage, new StageState.Ended(StageStatus.FAILED, state.reason(), state.outputs()));
            inherited = inherited.merge(rollback);
            ending = new Ending(
                    ExecutionStatus.FAILED, StageFailure.sentence(stage.id(), StageStatus.FAILED, state.reason()));
        }
    }

    private void end(PlannedStage stage, StageState.Ended ended) {
        stages.put(stage.id(), ended);
        turn.stageEnded(stage, ended);
    }

    // The way back.

    private ExecutionState goBack(Ending ending) {
        turn.cancel(new Timer.ExecutionTimeout());
        Rollback rollback = inherited.merge(Rollback.of(owed, List.of())).merge(Stopping.all(stages, ending, turn));
        return Saga.conclude(before.toCompensating(ending, Retreat.advance(rollback, turn)), turn);
    }
}
