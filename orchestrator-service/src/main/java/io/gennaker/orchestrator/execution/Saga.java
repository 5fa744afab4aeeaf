package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// An execution as a saga: what was begun is either completed or taken back.
///
/// Pure: no clock, no I/O, no log. Equal arguments give an equal decision, so a recorded history can be replayed.
public final class Saga {
    private Saga() {}

    /// Decides what an input means. An input that is late, repeated or unknown changes nothing: see [Decision#ignored].
    public static Decision decide(ExecutionState state, Input input, Plan plan, Conditions conditions) {
        var turn = new Turn(state.id(), input.at(), plan);
        return turn.to(
                switch (state) {
                    case ExecutionState.Queued queued -> decide(queued, input, turn, conditions);
                    case ExecutionState.Running running -> RunningInputs.decide(running, input, turn, conditions);
                    case ExecutionState.Paused paused -> RunningInputs.decide(paused, input, turn, conditions);
                    case ExecutionState.Compensating compensating -> decide(compensating, input, turn, conditions);
                    case ExecutionState.Ended ended -> decide(ended, input, turn, conditions);
                });
    }

    /// What became of a paused execution: still paused, unless it goes back or is over.
    static ExecutionState held(ExecutionState.Paused paused, ExecutionState next) {
        return next instanceof ExecutionState.Running running ? paused.with(running) : next;
    }

    private static ExecutionState decide(ExecutionState.Queued queued, Input input, Turn turn, Conditions conditions) {
        return switch (input) {
            case Input.Started started -> start(queued, turn, conditions);
            case Input.Frozen frozen -> freeze(queued, frozen, turn);
            case Input.Thawed thawed -> thaw(queued, turn);
            case Input.Replaced(var by, var at) ->
                withdraw(queued, new Ending(ExecutionStatus.CANCELLED, "replaced by " + by), turn);
            case Input.CancelRequested(var by, var reason, var at) -> {
                turn.emit(new ExecutionEvent.CancelRequested(turn.id(), by, reason, at));
                yield withdraw(queued, RunningInputs.cancellation(by, reason), turn);
            }
            case Input.InterventionRequested request -> Interventions.decide(queued, request, turn, conditions);
            case Input.Reported reported -> queued;
            case Input.TimerFired(Timer.StartBy(var within), var at) ->
                withdraw(
                        queued,
                        new Ending(ExecutionStatus.TIMED_OUT, "got no place within " + Words.duration(within)),
                        turn);
            case Input.TimerFired fired -> queued;
        };
    }

    private static ExecutionState freeze(ExecutionState.Queued queued, Input.Frozen input, Turn turn) {
        var frozen = new Freezing.Frozen(input.freeze(), input.reason(), input.until());
        if (queued.freezing() instanceof Freezing.Exempt || frozen.equals(queued.freezing())) {
            return queued;
        }
        turn.emit(new ExecutionEvent.Frozen(turn.id(), frozen.freeze(), frozen.reason(), frozen.until(), turn.at()));
        return queued.with(frozen);
    }

    private static ExecutionState thaw(ExecutionState.Queued queued, Turn turn) {
        if (!(queued.freezing() instanceof Freezing.Frozen)) {
            return queued;
        }
        turn.emit(new ExecutionEvent.Thawed(turn.id(), turn.at()));
        return queued.with(null);
    }

    private static ExecutionState start(ExecutionState.Queued queued, Turn turn, Conditions conditions) {
        Plan plan = turn.plan();
        turn.emit(new ExecutionEvent.Started(turn.id(), plan.pipeline(), turn.at()));
        Instant deadline = turn.at().plus(plan.timeout());
        turn.set(new Timer.ExecutionTimeout(), deadline);
        return new StageRun(queued.toRunning(stages(queued, plan), deadline), turn, conditions).conclude();
    }

    private static Map<String, StageState> stages(ExecutionState.Queued queued, Plan plan) {
        var stages = new HashMap<String, StageState>();
        plan.stages().forEach(stage -> stages.put(stage.id(), new StageState.Waiting()));
        if (queued.standing() != null) {
            stages.putAll(queued.standing().stages());
        }
        return stages;
    }

    private static ExecutionState withdraw(ExecutionState.Queued queued, Ending ending, Turn turn) {
        for (PlannedStage stage : turn.plan().stages()) {
            if (queued.standing() == null || !queued.standing().stages().containsKey(stage.id())) {
                turn.stageChanged(stage, StageStatus.CANCELLED, ending.reason(), Map.of());
            }
        }
        turn.finish(ending);
        return queued.toEnded(ending);
    }

    private static ExecutionState decide(ExecutionState.Ended ended, Input input, Turn turn, Conditions conditions) {
        return switch (input) {
            case Input.InterventionRequested request -> Interventions.decide(ended, request, turn, conditions);
            case Input.Started started -> ended;
            case Input.Frozen frozen -> ended;
            case Input.Thawed thawed -> ended;
            case Input.Replaced replaced -> ended;
            case Input.CancelRequested cancel -> ended;
            case Input.Reported reported -> ended;
            case Input.TimerFired fired -> ended;
        };
    }

    private static ExecutionState decide(
            ExecutionState.Compensating state, Input input, Turn turn, Conditions conditions) {
        return switch (input) {
            case Input.Reported(var operation, var report, var at) ->
                conclude(state.with(Retreat.reported(state.rollback(), operation, report, turn)), turn);
            case Input.TimerFired(var timer, var at) ->
                conclude(state.with(Retreat.fired(state.rollback(), timer, turn)), turn);
            case Input.InterventionRequested request -> Interventions.decide(state, request, turn, conditions);
            // How it ends is decided already, and going back cannot be cancelled.
            case Input.CancelRequested cancel -> state;
            case Input.Started started -> state;
            case Input.Frozen frozen -> state;
            case Input.Thawed thawed -> state;
            case Input.Replaced replaced -> state;
        };
    }

    /// Ends an execution as soon as nothing is left to take back.
    static ExecutionState conclude(ExecutionState.Compensating state, Turn turn) {
        if (!state.rollback().over()) {
            return state;
        }
        Ending ending = complete(state);
        turn.finish(ending);
        return state.toEnded(ending);
    }

    private static Ending complete(ExecutionState.Compensating state) {
        var left = state.rollback().notTakenBack();
        if (left.isEmpty()) {
            return state.ending();
        }
        String reason = state.ending().reason() == null ? "" : state.ending().reason() + "; ";
        return new Ending(state.ending().status(), reason + "not taken back: " + String.join("; ", left));
    }
}
