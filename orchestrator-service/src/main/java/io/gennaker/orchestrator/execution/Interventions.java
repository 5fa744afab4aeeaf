package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.plan.PlannedStage;
import java.util.Map;
import java.util.Optional;

/// What people do to executions. What does not apply is refused with the reason and with what is allowed.
final class Interventions {
    private final Input.InterventionRequested request;
    private final Turn turn;
    private final Conditions conditions;

    private Interventions(Input.InterventionRequested request, Turn turn, Conditions conditions) {
        this.request = request;
        this.turn = turn;
        this.conditions = conditions;
    }

    static ExecutionState decide(
            ExecutionState state, Input.InterventionRequested request, Turn turn, Conditions conditions) {
        var refusal = Applicable.refusal(state, request.intervention(), turn.plan())
                .or(() -> state instanceof ExecutionState.Ended
                        ? Optional.ofNullable(request.noPlace())
                        : Optional.empty());
        if (refusal.isPresent()) {
            turn.emit(new ExecutionEvent.InterventionRefused(
                    turn.id(),
                    request.requestId(),
                    request.intervention(),
                    request.by(),
                    request.reason(),
                    refusal.get(),
                    Applicable.allowed(state, turn.plan()),
                    turn.at()));
            return state;
        }
        return new Interventions(request, turn, conditions).take(state);
    }

    private ExecutionState take(ExecutionState state) {
        return switch (state) {
            case ExecutionState.Running running -> take(running);
            case ExecutionState.Paused paused -> take(paused);
            case ExecutionState.Ended ended -> reopen(ended);
            case ExecutionState.Queued queued -> {
                record(ExecutionStatus.QUEUED);
                yield queued.with(new Freezing.Exempt());
            }
            case ExecutionState.Compensating compensating -> compensating;
        };
    }

    private ExecutionState take(ExecutionState.Running running) {
        if (request.intervention() instanceof Intervention.Pause) {
            record(ExecutionStatus.PAUSED);
            Steering.standStill(new StageRun(running, turn, conditions));
            return running.toPaused(turn.at());
        }
        record(ExecutionStatus.RUNNING);
        return act(new StageRun(running, turn, conditions));
    }

    private ExecutionState take(ExecutionState.Paused paused) {
        if (request.intervention() instanceof Intervention.Resume) {
            record(ExecutionStatus.RUNNING);
            var run = new StageRun(paused.toRunning(turn.at()), turn, conditions);
            Steering.goOn(run);
            return run.conclude();
        }
        record(ExecutionStatus.PAUSED);
        return Saga.held(paused, act(StageRun.held(paused.held(), turn, conditions)));
    }

    private ExecutionState act(StageRun run) {
        switch (request.intervention()) {
            case Intervention.Retry(var stage) ->
                Steering.beginAgain(turn.plan().stage(stage), because("tried again"), run);
            case Intervention.Restart(var stage) ->
                Steering.beginAgain(turn.plan().stage(stage), because("restarted"), run);
            case Intervention.Skip(var stage) -> Steering.skip(turn.plan().stage(stage), because("skipped"), run);
            case Intervention.Ignore(var stage) -> Steering.ignore(turn.plan().stage(stage), because("ignored"), run);
            case Intervention.Pause pause -> {}
            case Intervention.Resume resume -> {}
            case Intervention.OverrideFreeze override -> {}
        }
        return run.conclude();
    }

    private ExecutionState reopen(ExecutionState.Ended ended) {
        record(ExecutionStatus.QUEUED);
        return switch (request.intervention()) {
            case Intervention.Retry(var stage) ->
                reopen(ended, Reopening.from(stage, ended, turn.plan()), "tried again");
            case Intervention.Restart(var stage) ->
                reopen(ended, Reopening.from(stage, ended, turn.plan()), "restarted");
            case Intervention.Ignore(var stage) -> {
                var standing = Reopening.without(stage, ended, because("ignored"), turn.plan());
                turn.stageEnded(turn.plan().stage(stage), (StageState.Ended) StageState.of(stage, standing.stages()));
                yield reopen(ended, standing, "opened again");
            }
            case Intervention.Pause pause -> ended;
            case Intervention.Resume resume -> ended;
            case Intervention.Skip skip -> ended;
            case Intervention.OverrideFreeze override -> ended;
        };
    }

    private ExecutionState reopen(ExecutionState.Ended ended, Standing standing, String done) {
        for (PlannedStage stage : turn.plan().stages()) {
            if (!standing.stages().containsKey(stage.id())) {
                turn.stageChanged(stage, StageStatus.WAITING, because(done), Map.of());
            }
        }
        return ended.toQueued(standing);
    }

    private void record(ExecutionStatus status) {
        turn.emit(new ExecutionEvent.Intervened(
                turn.id(),
                request.requestId(),
                request.intervention(),
                request.by(),
                request.reason(),
                status,
                turn.at()));
    }

    private String because(String done) {
        return done + " by " + request.by().user() + ": " + request.reason();
    }
}
