package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.OperationId;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.StepTurn;
import io.gennaker.pipeline.TurnResult;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A running execution in a working copy that lives for one decision only: where its stages stand, what they have
/// tried, what they owe if it goes back.
///
/// Who moves it: [Beginning] lets stages begin, [Stepping] takes them from step to step, [Failing] tries again or takes
/// back, [Steering] does what people ask for. [#conclude] is the last word of every decision.
final class StageRun {
    private final ExecutionState.Running before;
    private final Turn turn;
    private final Conditions conditions;
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

    // What is known.

    ExecutionState.Running before() {
        return before;
    }

    Turn turn() {
        return turn;
    }

    /// Whether a person holds it: nothing begins.
    boolean paused() {
        return paused;
    }

    boolean ends() {
        return ending != null;
    }

    StageState state(PlannedStage stage) {
        return StageState.of(stage.id(), stages);
    }

    Needs needs(PlannedStage stage) {
        return Needs.of(stage, stages);
    }

    /// Whether it, or a stage that needs it, is still taken back with another one.
    boolean isStoodOn(PlannedStage stage) {
        var comingBack = StageState.comingBack(stages);
        return !comingBack.isEmpty()
                && Downstream.closure(Set.of(stage.id()), turn.plan(), (other, need) -> true).stream()
                        .anyMatch(comingBack::contains);
    }

    /// Those that begin again when one does.
    Set<String> again(PlannedStage first) {
        return Again.with(Set.of(first.id()), stages, turn.plan());
    }

    Tries tries(PlannedStage stage) {
        return tries.getOrDefault(stage.id(), Tries.NONE);
    }

    /// For example `attempt 2 of 3`.
    String attempt(PlannedStage stage) {
        int all = stage.retry() == null ? 1 : stage.retry().attempts();
        return "attempt " + tries(stage).spent() + " of " + all;
    }

    OperationId operation(PlannedStage stage, PlannedStep step) {
        return OperationId.of(turn.id(), stage.id(), step.id(), tries(stage).begun());
    }

    /// Whether an item may not begin any more because another of its list has failed.
    boolean keptByAnotherItem(PlannedStage stage) {
        return stage.unlessFailed() != null
                && turn.plan().stages().stream()
                        .filter(other -> stage.unlessFailed().equals(other.unlessFailed()))
                        .anyMatch(other -> hasFailed(state(other)));
    }

    /// Whether a stage is not over that this one needs through others which are: of a list, one that was asked
    /// again, where those between keep what they did.
    boolean awaitsItsPlace(PlannedStage stage) {
        if (!anyWasAskedAgain()) {
            return false;
        }
        Map<String, List<String>> needs =
                turn.plan().stages().stream().collect(Collectors.toMap(PlannedStage::id, PlannedStage::needs));
        var seen = new HashSet<>(stage.needs());
        var next = new ArrayDeque<>(seen);
        while (!next.isEmpty()) {
            String need = next.remove();
            if (!isOver(StageState.of(need, stages))) {
                return true;
            }
            needs.getOrDefault(need, List.of()).stream().filter(seen::add).forEach(next::add);
        }
        return false;
    }

    /// Without that, what a stage needs is over before it: most executions need not look further.
    private boolean anyWasAskedAgain() {
        return tries.values().stream().anyMatch(known -> known.begun() > known.spent());
    }

    static boolean hasFailed(@Nullable StageState state) {
        return switch (state) {
            case null -> false;
            case StageState.Ended ended -> Applicable.failed(ended);
            // What it had begun is not back yet, but no attempt is left.
            case StageState.TakingBack takingBack -> Applicable.failed(takingBack.toEnded());
            case StageState.Waiting waiting -> false;
            case StageState.Held held -> false;
            case StageState.Active active -> false;
            case StageState.Blocked blocked -> false;
        };
    }

    ConditionResult condition(PlannedStage stage) {
        return stage.when() == null
                ? new ConditionResult.Met()
                : conditions.evaluate(stage.when(), turn.plan(), Conditions.results(stages));
    }

    /// Of most steps the plan says all: only what was deferred looks at the other stages.
    TurnResult atItsTurn(StepAction action) {
        return action instanceof StepAction.Deferred
                ? StepTurn.of(action, turn.plan(), Conditions.results(stages), turn.at())
                : new TurnResult.Ready(action);
    }

    // What changes.

    void put(PlannedStage stage, StageState state) {
        stages.put(stage.id(), state);
    }

    void put(PlannedStage stage, Tries next) {
        tries.put(stage.id(), next);
    }

    /// It waits for its turn, and its attempts count anew. One whose turn has not come stays skipped if a
    /// person said so.
    void beginsAnew(PlannedStage stage) {
        tries.computeIfPresent(stage.id(), (id, known) -> known.anew());
        put(stage, toWaiting(state(stage)));
    }

    private static StageState.Waiting toWaiting(StageState state) {
        return switch (state) {
            case StageState.Waiting waiting -> waiting;
            case StageState.Blocked blocked -> blocked.toWaiting();
            case StageState.Held held -> held.toWaiting();
            case StageState.Active active -> new StageState.Waiting();
            case StageState.TakingBack takingBack -> new StageState.Waiting();
            case StageState.Ended ended -> new StageState.Waiting();
        };
    }

    void note(PlannedStage stage, StageState.Active active, Map<String, String> outputs) {
        put(stage, active.noting(outputs));
    }

    /// A step begins: from now on it is owed to take it back. From a shift on requests may be at the variants,
    /// whether or not the next step has come to see them there: that they have left is to be seen, too.
    void owe(PlannedStage stage, PlannedStep step, OperationId operation) {
        begun++;
        Compensation back = step.compensation();
        if (back == null) {
            return;
        }
        owe(stage, back, operation);
        if (back.layer() == Compensation.Layer.TRAFFIC) {
            stage.after(step)
                    .flatMap(next -> Optional.ofNullable(next.compensation()))
                    .filter(next -> next.layer() == Compensation.Layer.DATA_PLANE)
                    .ifPresent(seen -> owe(stage, seen, operation));
        }
    }

    private void owe(PlannedStage stage, Compensation compensation, OperationId operation) {
        Undo undo = Undo.of(stage.id(), compensation, begun, operation);
        owed.removeIf(undo::takesBackTheSame);
        owed.add(undo);
    }

    /// Takes off what is owed.
    List<Undo> settle(Predicate<Undo> which) {
        var settled = owed.stream().filter(which).toList();
        owed.removeAll(settled);
        return settled;
    }

    void end(PlannedStage stage, StageState.Ended ended) {
        put(stage, ended);
        tries.computeIfPresent(stage.id(), (id, known) -> known.over());
        turn.stageEnded(stage, ended);
    }

    /// A stage fails the execution, and leaves it what it could not finish.
    void fail(PlannedStage stage, StageState.Ended failed, Rollback left) {
        end(stage, failed);
        inherited = inherited.merge(left);
        end(new Ending(ExecutionStatus.FAILED, StageFailure.sentence(stage.id(), failed.status(), failed.reason())));
    }

    /// Decides how the execution ends; [#conclude] goes there.
    void end(Ending decided) {
        ending = decided;
    }

    // What it comes to.

    /// Lets begin what may begin now, and ends the execution when there is nothing more to do.
    ExecutionState conclude() {
        if (!paused) {
            Beginning.all(this);
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
        return stages.values().stream().allMatch(StageRun::isOver);
    }

    private static boolean isOver(StageState state) {
        return switch (state) {
            case StageState.Ended ended -> true;
            case StageState.Blocked blocked -> true;
            case StageState.Waiting waiting -> false;
            case StageState.Held held -> false;
            case StageState.Active active -> false;
            case StageState.TakingBack takingBack -> false;
        };
    }

    private ExecutionState goBack(Ending ending) {
        turn.cancel(new Timer.ExecutionTimeout());
        Rollback rollback = inherited.merge(Rollback.of(owed, List.of())).merge(Stopping.all(stages, ending, turn));
        var takenBack = owed.stream().map(Undo::stage).collect(Collectors.toSet());
        var standing = Standing.at(stages, takenBack, tries, begun);
        return Saga.conclude(before.toCompensating(ending, Retreat.advance(rollback, turn), standing), turn);
    }
}
