package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.StepTurn;
import io.gennaker.pipeline.TurnResult;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Opening;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The moves of a running execution's stages, in a working copy that lives for one decision only.
final class StageRun {
    private final ExecutionState.Running before;
    private final Turn turn;
    private final Conditions conditions;
    /// Whether a person holds it: nothing begins.
    private final boolean paused;

    private final Map<String, StageState> stages;
    private final Map<String, Tries> tries;
    private final List<Undo> owed;
    private int begun;
    private @Nullable Ending ending;
    /// What stages leave to the execution when it goes back: operations to await, compensations that failed.
    private Rollback inherited = Rollback.of(List.of(), List.of());

    StageRun(ExecutionState.Running before, Turn turn, Conditions conditions) {
        this(before, turn, conditions, false);
    }

    private StageRun(ExecutionState.Running before, Turn turn, Conditions conditions, boolean paused) {
        this.before = before;
        this.turn = turn;
        this.conditions = conditions;
        this.paused = paused;
        this.stages = new HashMap<>(before.stages());
        this.tries = new HashMap<>(before.tries());
        this.owed = new ArrayList<>(before.owed());
        this.begun = before.begun();
    }

    /// Of an execution that a person holds.
    static StageRun held(ExecutionState.Running before, Turn turn, Conditions conditions) {
        return new StageRun(before, turn, conditions, true);
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
        if (!paused) {
            beginStages();
        }
        if (ending == null && over()) {
            ending = FinalStatus.of(turn.plan(), stages);
        }
        if (ending == null) {
            return before.with(stages, tries, owed, begun);
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
        if (waiting.skipped() != null) {
            end(stage, waiting.toEnded(StageStatus.SKIPPED, waiting.skipped()));
            return;
        }
        switch (condition(stage)) {
            case ConditionResult.Met met -> beginInTime(stage, waiting);
            case ConditionResult.NotMet notMet ->
                end(stage, waiting.toEnded(StageStatus.SKIPPED, "condition is false: " + stage.when()));
            case ConditionResult.Failed(var reason) ->
                failForGood(stage, waiting, StageStatus.FAILED, "condition: " + reason, List.of());
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
            failForGood(stage, waiting, StageStatus.FAILED, stage.problem(), List.of());
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
        Tries next = tries(stage).next(deadline(stage));
        tries.put(stage.id(), next);
        turn.stageChanged(stage, StageStatus.RUNNING, next.spent() == 1 ? null : attempt(stage), Map.of());
        if (stage.steps().isEmpty()) {
            turn.forgetTimeout(stage);
            end(stage, waiting.toEnded(StageStatus.SUCCEEDED, null));
            return;
        }
        PlannedStep first = stage.steps().getFirst();
        enter(stage, first, new StageState.Active(new StepState.Due(first.id(), operation(stage, first)), Map.of()));
    }

    private Tries tries(PlannedStage stage) {
        return tries.getOrDefault(stage.id(), Tries.NONE);
    }

    /// When the attempts of a stage must be over that begins one now: counted from the first of them.
    private @Nullable Instant deadline(PlannedStage stage) {
        if (stage.timeout() == null || tries(stage).spent() > 0) {
            return tries(stage).deadline();
        }
        Instant deadline = turn.at().plus(stage.timeout());
        turn.set(new Timer.StageTimeout(stage.id()), deadline);
        return deadline;
    }

    /// For example `attempt 2 of 3`.
    private String attempt(PlannedStage stage) {
        int all = stage.retry() == null ? 1 : stage.retry().attempts();
        return "attempt " + tries(stage).spent() + " of " + all;
    }

    // Steps.

    private OperationId operation(PlannedStage stage, PlannedStep step) {
        return OperationId.of(turn.id(), stage.id(), step.id(), tries(stage).begun());
    }

    /// Of most steps the plan says all: only what was deferred looks at the other stages.
    private TurnResult atItsTurn(StepAction action) {
        return action instanceof StepAction.Deferred
                ? StepTurn.of(action, turn.plan(), Conditions.results(stages), turn.at())
                : new TurnResult.Ready(action);
    }

    /// Begins a step. One that needs nobody is over at once.
    private void enter(PlannedStage stage, PlannedStep step, StageState.Active from) {
        StageStatus before = from.status();
        OperationId operation = operation(stage, step);
        OperationId watch = Watching.at(stage, step, from.watch(), tries(stage).begun(), turn);
        turn.stepChanged(stage, step, operation, StepStatus.RUNNING, null);
        var here = from.watched(watch).toStep(new StepState.Requested(step.id(), operation));
        switch (atItsTurn(step.action())) {
            case TurnResult.Over(var more) -> succeeded(stage, here.noting(more));
            case TurnResult.Failed(var reason) ->
                stepFailed(stage, here, StepStatus.FAILED, StageStatus.FAILED, reason);
            case TurnResult.Ready(var action) -> {
                if (action instanceof StepAction.TakeBack back && attempts(back) == 0) {
                    String reason = "there is nothing to take back: stage " + back.stage() + " was not begun";
                    stepFailed(stage, here, StepStatus.FAILED, StageStatus.FAILED, reason);
                    return;
                }
                owe(stage, step, operation);
                turn.begin(action, operation, takesBack(action, operation), step.timeout());
                var active = here.toStep(begun(step, action, operation));
                stages.put(stage.id(), active);
                if (before == StageStatus.PAUSED && active.status() == StageStatus.RUNNING) {
                    turn.stageChanged(stage, StageStatus.RUNNING, null, Map.of());
                }
                announcePause(stage, step, active);
                if (action instanceof StepAction.RunPipeline nested) {
                    ran(stage, active, Nested.id(nested.pipeline(), operation), nested.waits());
                }
            }
        }
    }

    private int attempts(StepAction.TakeBack back) {
        return tries(turn.plan().stage(back.stage())).begun();
    }

    /// The operation that an action takes back: its own where it takes back none.
    private OperationId takesBack(StepAction action, OperationId own) {
        return action instanceof StepAction.TakeBack back
                ? OperationId.of(turn.id(), back.stage(), back.step(), attempts(back))
                : own;
    }

    /// A pipeline was begun; nobody may wait for it.
    private void ran(PlannedStage stage, StageState.Active active, ExecutionId nested, boolean waits) {
        var known = active.noting(Map.of("execution", nested.value()));
        stages.put(stage.id(), known);
        if (!waits) {
            succeeded(stage, known);
        }
    }

    private static StepState begun(PlannedStep step, StepAction action, OperationId operation) {
        return switch (action) {
            case StepAction.Deploy deploy -> new StepState.Requested(step.id(), operation);
            case StepAction.UndoApply undo -> new StepState.Requested(step.id(), operation);
            case StepAction.TakeBack back -> new StepState.Requested(step.id(), operation);
            case StepAction.Analyse analyse -> new StepState.Requested(step.id(), operation);
            case StepAction.Ask ask -> new StepState.Asked(step.id(), operation);
            case StepAction.Call call -> new StepState.Requested(step.id(), operation);
            case StepAction.RunPipeline nested -> new StepState.Requested(step.id(), operation);
            case StepAction.Wait wait -> new StepState.Resting(step.id(), operation);
            case StepAction.Deferred deferred -> throw new IllegalStateException("step " + step.id() + " has its turn");
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
        turn.forget(Inquiry.action(step, active.current()), active.current().operation());
        turn.stepChanged(stage, step, active.current().operation(), StepStatus.SUCCEEDED, null);
        if (step.action() instanceof StepAction.TakeBack back) {
            owed.removeIf(undo -> undo.stage().equals(back.stage()));
        }
        Optional<PlannedStep> next =
                stage.steps().stream().skip(stage.steps().indexOf(step) + 1L).findFirst();
        if (next.isEmpty()) {
            stageSucceeded(stage, active);
            return;
        }
        PlannedStep further = next.get();
        if (!paused) {
            enter(stage, further, active);
            return;
        }
        var due = active.toStep(new StepState.Due(further.id(), operation(stage, further)));
        stages.put(stage.id(), due);
        if (active.status() == StageStatus.PAUSED && due.status() == StageStatus.RUNNING) {
            turn.stageChanged(stage, StageStatus.RUNNING, null, Map.of());
        }
    }

    private void announcePause(PlannedStage stage, PlannedStep step, StageState.Active active) {
        if (active.status() == StageStatus.PAUSED) {
            turn.stageChanged(stage, StageStatus.PAUSED, "waits for a decision: " + step.title(), Map.of());
        }
    }

    private void stageSucceeded(PlannedStage stage, StageState.Active active) {
        // It has promoted its version and removed its variants: there is nothing to go back to.
        if (stage.rollsOut()) {
            owed.removeIf(undo -> undo.stage().equals(stage.id()));
        }
        turn.forgetTimeout(stage);
        end(stage, active.toEnded(StageStatus.SUCCEEDED, null));
    }

    void stepFailed(
            PlannedStage stage, StageState.Active active, StepStatus stepStatus, StageStatus status, String reason) {
        PlannedStep step = turn.step(stage, active.current().step());
        turn.forget(Inquiry.action(step, active.current()), active.current().operation());
        turn.stepChanged(stage, step, active.current().operation(), stepStatus, reason);
        fail(stage, active, status, reason, List.of());
    }

    /// An analysis does not know: people are asked where the plan says so, and the step waits for them.
    void inconclusive(PlannedStage stage, StageState.Active active, String reason) {
        PlannedStep step = turn.step(stage, active.current().step());
        var question = Inquiry.of(step, active.current().operation(), reason);
        if (question.isEmpty() || !(active.current() instanceof StepState.Requested)) {
            stepFailed(stage, active, StepStatus.FAILED, StageStatus.FAILED, reason);
            return;
        }
        turn.forget(step.action(), active.current().operation());
        OperationId asking = OperationId.of(
                turn.id(), stage.id(), step.id() + "-inconclusive", tries(stage).begun());
        var ask = new StepAction.Ask(question.get());
        turn.begin(ask, asking, asking, Inquiry.limit(question.get()));
        turn.stepChanged(stage, step, asking, StepStatus.RUNNING, reason);
        var asked = active.toStep(new StepState.Asked(step.id(), asking));
        stages.put(stage.id(), asked);
        announcePause(stage, step, asked);
    }

    /// What the analysis beside the steps found: all but a Pass stops them at once.
    void watched(PlannedStage stage, StageState.Active active, Report report) {
        switch (report) {
            case Report.Noted noted -> {}
            case Report.Succeeded succeeded -> {
                endWatch(stage, active, StepStatus.SUCCEEDED, null);
                stages.put(stage.id(), active.watched(null));
            }
            case Report.Failed(var reason, var outputs) ->
                stopWatched(stage, active.noting(outputs), StepStatus.FAILED, reason);
            case Report.Inconclusive(var reason, var outputs) ->
                stopWatched(stage, active.noting(outputs), StepStatus.FAILED, reason);
            case Report.TimedOut(var reason) -> stopWatched(stage, active, StepStatus.TIMED_OUT, reason);
            case Report.Cancelled cancelled ->
                stopWatched(
                        stage,
                        active,
                        StepStatus.CANCELLED,
                        "the analysis beside its steps was cancelled from outside this execution");
        }
    }

    private void endWatch(PlannedStage stage, StageState.Active active, StepStatus status, @Nullable String reason) {
        OperationId watch = Objects.requireNonNull(active.watch());
        turn.forget(Watching.step(stage).action(), watch);
        turn.stepChanged(stage, Watching.step(stage), watch, status, reason);
    }

    private void stopWatched(PlannedStage stage, StageState.Active active, StepStatus status, String reason) {
        endWatch(stage, active, status, reason);
        var settling = turn.abortStep(stage, active.current(), StepStatus.CANCELLED, reason);
        fail(stage, active.watched(null), StageStatus.FAILED, reason, settling);
    }

    private List<Rollback.Settling> withWatch(
            PlannedStage stage, StageState state, String reason, List<Rollback.Settling> settling) {
        var all = new ArrayList<>(settling);
        all.addAll(Watching.end(stage, state, reason, turn));
        return all;
    }

    // Failure.

    /// An attempt failed. If one is left, it follows when what this one had begun is taken back.
    void fail(
            PlannedStage stage,
            StageState.Active active,
            StageStatus status,
            String reason,
            List<Rollback.Settling> settling) {
        if (tries(stage).mayGoOn(stage.retry())) {
            takeBack(
                    stage,
                    active,
                    StageStatus.WAITING,
                    attempt(stage) + " failed: " + reason,
                    withWatch(stage, active, reason, settling));
        } else {
            failForGood(stage, active, status, reason, settling);
        }
    }

    void failForGood(
            PlannedStage stage, StageState state, StageStatus status, String reason, List<Rollback.Settling> settling) {
        turn.forgetTimeout(stage);
        var all = withWatch(stage, state, reason, settling);
        if (stage.onFailure() == FailurePolicy.FAIL) {
            failExecution(stage, state.outputs(), status, reason, Rollback.of(List.of(), all));
        } else {
            takeBack(stage, state, survived(stage, status), reason, all);
        }
    }

    /// The time of all attempts is over while none is under way.
    void noFurtherAttempt(PlannedStage stage, StageState.Held held, String reason) {
        if (tries(stage).spent() > 0) {
            turn.cancel(new Timer.StageDue(stage.id()));
            failForGood(stage, held, StageStatus.TIMED_OUT, reason, List.of());
        }
    }

    /// One that has failed for good already has no limit but those of going back.
    void noFurtherAttempt(PlannedStage stage, StageState.TakingBack state, String reason) {
        if (state.outcome() != StageStatus.WAITING) {
            return;
        }
        if (stage.onFailure() == FailurePolicy.FAIL) {
            failExecution(stage, state.outputs(), StageStatus.TIMED_OUT, reason, state.rollback());
        } else {
            stages.put(stage.id(), state.to(survived(stage, StageStatus.TIMED_OUT), reason));
        }
    }

    private static StageStatus survived(PlannedStage stage, StageStatus status) {
        return stage.onFailure() == FailurePolicy.CONTINUE ? StageStatus.FAILED_CONTINUED : status;
    }

    private void failExecution(
            PlannedStage stage, Map<String, String> outputs, StageStatus status, String reason, Rollback left) {
        end(stage, new StageState.Ended(status, reason, outputs));
        inherited = inherited.merge(left);
        ending = new Ending(ExecutionStatus.FAILED, StageFailure.sentence(stage.id(), status, reason));
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
        var takingBack = new StageState.TakingBack(outcome, reason, state.outputs(), rollback);
        if (rollback.over()) {
            takenBack(stage, takingBack);
        } else {
            stages.put(stage.id(), takingBack);
        }
    }

    private void takenBack(PlannedStage stage, StageState.TakingBack state) {
        if (state.outcome() != StageStatus.WAITING) {
            end(stage, state.toEnded());
        } else if (tries(stage).spent() == 0 || stage.retry() == null) {
            stages.put(stage.id(), new StageState.Waiting());
        } else {
            Instant next = turn.at().plus(stage.retry().after(tries(stage).spent()));
            stages.put(stage.id(), new StageState.Held(next));
            turn.set(new Timer.StageDue(stage.id()), next);
            turn.stageChanged(stage, StageStatus.WAITING, state.reason() + "; tried again " + next, Map.of());
        }
    }

    void takingBack(PlannedStage stage, StageState.TakingBack state, Rollback rollback) {
        var left = rollback.notTakenBack();
        if (!rollback.over()) {
            stages.put(stage.id(), state.with(rollback));
        } else if (left.isEmpty()) {
            takenBack(stage, state);
        } else {
            // No policy covers a stage that is stuck half way: the execution fails and says so.
            turn.forgetTimeout(stage);
            failExecution(stage, state.outputs(), StageStatus.FAILED, state.reason(), rollback);
        }
    }

    private void end(PlannedStage stage, StageState.Ended ended) {
        stages.put(stage.id(), ended);
        tries.computeIfPresent(stage.id(), (id, known) -> known.over());
        turn.stageEnded(stage, ended);
    }

    // The way back.

    private ExecutionState goBack(Ending ending) {
        turn.cancel(new Timer.ExecutionTimeout());
        Rollback rollback = inherited.merge(Rollback.of(owed, List.of())).merge(Stopping.all(stages, ending, turn));
        var takenBack = owed.stream().map(Undo::stage).collect(Collectors.toSet());
        var standing = Standing.at(stages, takenBack, tries, begun);
        return Saga.conclude(before.toCompensating(ending, Retreat.advance(rollback, turn), standing), turn);
    }

    // What people do.

    /// The limits of the execution and of its stages stand still.
    void standStill() {
        turn.cancel(new Timer.ExecutionTimeout());
        turn.plan().stages().stream()
                .filter(stage -> tries(stage).deadline() != null)
                .forEach(turn::forgetTimeout);
        for (PlannedStage stage : turn.plan().stages()) {
            if (state(stage) instanceof StageState.Active active) {
                Standstill.begin(stage, active, turn);
            }
        }
    }

    /// Ends a pause: what came due in it begins.
    void goOn() {
        turn.set(new Timer.ExecutionTimeout(), before.deadline());
        for (PlannedStage stage : turn.plan().stages()) {
            Instant deadline = tries(stage).deadline();
            if (deadline != null) {
                turn.set(new Timer.StageTimeout(stage.id()), deadline);
            }
            switch (state(stage)) {
                case StageState.Held held when !held.until().isAfter(turn.at()) -> due(stage, held);
                case StageState.Active active
                when active.current() instanceof StepState.Due due -> goOn(stage, due, active);
                case StageState.Active active -> Standstill.end(stage, active, turn);
                case StageState.Held held -> {}
                case StageState.Waiting waiting -> {}
                case StageState.TakingBack takingBack -> {}
                case StageState.Ended ended -> {}
                case StageState.Blocked blocked -> {}
            }
        }
    }

    private void goOn(PlannedStage stage, StepState.Due due, StageState.Active active) {
        Standstill.end(stage, active, turn);
        enter(stage, turn.step(stage, due.step()), active);
    }

    /// Lets a stage that is over, and all that need it, begin again. What they had begun is taken back before.
    void beginAgain(String first, String reason) {
        var all = Downstream.closure(Set.of(first), turn.plan());
        var own = owed.stream().filter(undo -> all.contains(undo.stage())).toList();
        owed.removeAll(own);
        for (PlannedStage stage : turn.plan().stages()) {
            if (all.contains(stage.id())) {
                toBeginning(stage, reason);
            }
        }
        Rollback rollback = Retreat.advance(Rollback.of(own, List.of()), turn);
        if (!rollback.over()) {
            stages.put(first, new StageState.TakingBack(StageStatus.WAITING, reason, Map.of(), rollback));
        }
    }

    private void toBeginning(PlannedStage stage, String reason) {
        if (state(stage) instanceof StageState.Held) {
            turn.cancel(new Timer.StageDue(stage.id()));
        }
        if (!(state(stage) instanceof StageState.Waiting)) {
            turn.stageChanged(stage, StageStatus.WAITING, reason, Map.of());
        }
        turn.forgetTimeout(stage);
        tries.computeIfPresent(stage.id(), (id, known) -> known.anew());
        stages.put(stage.id(), new StageState.Waiting());
    }

    /// Goes on without a stage: when its turn comes, or at once; what it had begun is taken back before.
    void skip(PlannedStage stage, String reason) {
        switch (state(stage)) {
            case StageState.Waiting waiting -> {
                stages.put(stage.id(), waiting.toSkipped(reason));
                turn.stageChanged(stage, StageStatus.WAITING, reason, Map.of());
            }
            case StageState.Held held -> {
                turn.cancel(new Timer.StageDue(stage.id()));
                turn.forgetTimeout(stage);
                end(stage, held.toWaiting().toEnded(StageStatus.SKIPPED, reason));
            }
            case StageState.Active active -> {
                turn.forgetTimeout(stage);
                var settling = turn.abortStep(stage, active.current(), StepStatus.CANCELLED, reason);
                takeBack(stage, active, StageStatus.SKIPPED, reason, withWatch(stage, active, reason, settling));
            }
            case StageState.TakingBack takingBack -> {}
            case StageState.Ended ended -> {}
            case StageState.Blocked blocked -> {}
        }
    }

    /// Goes on as if a stage that failed had succeeded: those that it kept from running wait for their turn again.
    void ignore(PlannedStage stage, String reason) {
        var failed = state(stage);
        end(stage, new StageState.Ended(StageStatus.FAILED_CONTINUED, reason, failed.outputs()));
        for (PlannedStage other : Downstream.of(stage.id(), turn.plan())) {
            if (state(other) instanceof StageState.Blocked) {
                toBeginning(other, reason);
            }
        }
    }
}
