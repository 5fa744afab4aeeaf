package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;

/// What the inputs mean for an execution that runs. A report about an operation that is not the current one of its
/// stage comes too late and finds nobody.
final class RunningInputs {
    private final StageRun run;
    private final Turn turn;
    private final boolean paused;

    private RunningInputs(StageRun run, Turn turn, boolean paused) {
        this.run = run;
        this.turn = turn;
        this.paused = paused;
    }

    static ExecutionState decide(ExecutionState.Running running, Input input, Turn turn, Conditions conditions) {
        if (input instanceof Input.InterventionRequested request) {
            return Interventions.decide(running, request, turn, conditions);
        }
        var run = new StageRun(running, turn, conditions);
        new RunningInputs(run, turn, false).take(input);
        return run.conclude();
    }

    static ExecutionState decide(ExecutionState.Paused paused, Input input, Turn turn, Conditions conditions) {
        if (input instanceof Input.InterventionRequested request) {
            return Interventions.decide(paused, request, turn, conditions);
        }
        var run = StageRun.held(paused.held(), turn, conditions);
        new RunningInputs(run, turn, true).take(input);
        return Saga.held(paused, run.conclude());
    }

    private void take(Input input) {
        switch (input) {
            case Input.Reported(var operation, var report, var at) -> reported(operation, report);
            case Input.TimerFired(var timer, var at) -> fired(timer);
            case Input.CancelRequested(var by, var reason, var at) -> {
                turn.emit(new ExecutionEvent.CancelRequested(turn.id(), by, reason, at));
                run.end(cancellation(by, reason));
            }
            case Input.Started repeated -> {}
            case Input.Frozen tooLate -> {}
            case Input.Thawed tooLate -> {}
            case Input.InterventionRequested decidedBefore -> {}
            // Only what still waits can be replaced.
            case Input.Replaced tooLate -> {}
        }
    }

    static Ending cancellation(Actor by, String reason) {
        return new Ending(ExecutionStatus.CANCELLED, "cancelled by " + by.user() + ": " + reason);
    }

    private void reported(OperationId operation, Report report) {
        for (PlannedStage stage : turn.plan().stages()) {
            switch (run.state(stage)) {
                case StageState.Active active
                when active.current().isWorkOf(operation) -> reported(stage, active, report);
                case StageState.Active active
                when active.isWatchedBy(operation) -> Stepping.watched(stage, active, report, run);
                case StageState.TakingBack back
                when Retreat.concerns(back.rollback(), operation) ->
                    Failing.takingBack(stage, back, Retreat.reported(back.rollback(), operation, report, turn), run);
                case StageState.Active another -> {}
                case StageState.TakingBack another -> {}
                case StageState.Waiting waiting -> {}
                case StageState.Held held -> {}
                case StageState.Ended ended -> {}
                case StageState.Blocked blocked -> {}
            }
        }
    }

    private void reported(PlannedStage stage, StageState.Active active, Report report) {
        switch (report) {
            case Report.Noted(var outputs) -> run.note(stage, active, outputs);
            case Report.Succeeded(var outputs) -> Stepping.succeeded(stage, active.noting(outputs), run);
            case Report.Failed(var reason, var outputs) ->
                Stepping.failed(stage, active.noting(outputs), StepStatus.FAILED, StageStatus.FAILED, reason, run);
            case Report.Inconclusive(var reason, var outputs) ->
                Stepping.inconclusive(stage, active.noting(outputs), reason, run);
            case Report.TimedOut(var reason) ->
                Stepping.failed(stage, active, StepStatus.TIMED_OUT, StageStatus.TIMED_OUT, reason, run);
            case Report.Cancelled cancelled ->
                Stepping.failed(
                        stage,
                        active,
                        StepStatus.CANCELLED,
                        StageStatus.FAILED,
                        "step " + active.current().step() + " was cancelled from outside this execution",
                        run);
        }
    }

    /// In a pause nothing begins, and the limits of the execution and of its stages stand still.
    private void fired(Timer timer) {
        switch (timer) {
            case Timer.ExecutionTimeout timeout -> {
                if (!paused) {
                    run.end(new Ending(
                            ExecutionStatus.TIMED_OUT,
                            "did not end within " + Words.duration(turn.plan().timeout())));
                }
            }
            // It got its place.
            case Timer.StartBy tooLate -> {}
            case Timer.StageDue(var id) -> due(turn.plan().stage(id));
            case Timer.StageTimeout(var id) -> stageTimedOut(turn.plan().stage(id));
            case Timer.OperationTimeout timeout -> operationTimedOut(timeout);
            case Timer.WaitOver(var operation) -> waitOver(operation, timer);
            case Timer.SettleTimeout(var operation) -> retreatFired(operation, timer);
            case Timer.RetryDue(var operation) -> retreatFired(operation, timer);
        }
    }

    private void due(PlannedStage stage) {
        if (!paused && run.state(stage) instanceof StageState.Held held) {
            Beginning.due(stage, held, run);
        }
    }

    private void waitOver(OperationId operation, Timer timer) {
        for (PlannedStage stage : turn.plan().stages()) {
            if (run.state(stage) instanceof StageState.Active active
                    && active.current().isRestOf(operation)) {
                Stepping.succeeded(stage, active, run);
            }
        }
        retreatFired(operation, timer);
    }

    private void stageTimedOut(PlannedStage stage) {
        if (paused) {
            return;
        }
        String reason = "did not end within " + Words.duration(stage.timeout());
        switch (run.state(stage)) {
            case StageState.Active active -> {
                var settling = turn.abortStep(stage, active.current(), StepStatus.TIMED_OUT, reason);
                Failing.forGood(stage, active, StageStatus.TIMED_OUT, reason, settling, run);
            }
            case StageState.TakingBack takingBack -> Failing.noFurtherAttempt(stage, takingBack, reason, run);
            case StageState.Held held -> Failing.noFurtherAttempt(stage, held, reason, run);
            case StageState.Waiting waiting -> {}
            case StageState.Ended ended -> {}
            case StageState.Blocked blocked -> {}
        }
    }

    /// Ends the wait of a stage that took back before; one that takes back because of it only begins to wait.
    private void operationTimedOut(Timer.OperationTimeout timeout) {
        OperationId operation = timeout.operation();
        for (PlannedStage stage : turn.plan().stages()) {
            switch (run.state(stage)) {
                case StageState.Active active when active.current().isWorkOf(operation) -> noAnswer(stage, active);
                case StageState.Active active
                when active.isWatchedBy(operation) && !paused ->
                    Stepping.watched(
                            stage, active, new Report.TimedOut("the analysis beside its steps gave no answer"), run);
                case StageState.TakingBack back -> retreatFired(stage, back, operation, timeout);
                case StageState.Active another -> {}
                case StageState.Waiting waiting -> {}
                case StageState.Held held -> {}
                case StageState.Ended ended -> {}
                case StageState.Blocked blocked -> {}
            }
        }
    }

    private void noAnswer(PlannedStage stage, StageState.Active active) {
        PlannedStep step = turn.step(stage, active.current().step());
        // Its limit stands still with the analysis, and is set again when that goes on.
        if (paused && Standstill.holds(step, active.current())) {
            return;
        }
        String reason =
                "step " + step.id() + " gave no answer within " + Words.duration(Inquiry.limit(step, active.current()));
        var settling = turn.abortStep(stage, active.current(), StepStatus.TIMED_OUT, reason);
        Failing.attempt(stage, active, StageStatus.TIMED_OUT, reason, settling, run);
    }

    private void retreatFired(OperationId operation, Timer timer) {
        for (PlannedStage stage : turn.plan().stages()) {
            if (run.state(stage) instanceof StageState.TakingBack back) {
                retreatFired(stage, back, operation, timer);
            }
        }
    }

    private void retreatFired(PlannedStage stage, StageState.TakingBack back, OperationId operation, Timer timer) {
        if (Retreat.concerns(back.rollback(), operation)) {
            Failing.takingBack(stage, back, Retreat.fired(back.rollback(), timer, turn), run);
        }
    }
}
