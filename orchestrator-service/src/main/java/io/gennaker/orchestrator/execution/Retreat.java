package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StepStatus;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;

/// Moves a [Rollback]: of one stage that failed, or of the whole execution.
final class Retreat {
    /// Attempts at one compensation before it is given up.
    static final int ATTEMPTS = 5;

    /// Before the second attempt; doubled before each further one.
    static final Duration FIRST_BACKOFF = Duration.ofSeconds(2);

    private Retreat() {}

    /// Begins the compensation whose turn it is, if there is one.
    static Rollback advance(Rollback rollback, Turn turn) {
        return rollback.next().map(undo -> begin(rollback, undo, turn)).orElse(rollback);
    }

    static boolean concerns(Rollback rollback, OperationId operation) {
        return rollback.settles(operation)
                || switch (rollback.attempt()) {
                    case Rollback.Idle idle -> false;
                    case Rollback.InFlight(var undo, var current) -> current.equals(operation);
                    case Rollback.BackingOff(var undo, var failed) -> failed.equals(operation);
                };
    }

    static Rollback reported(Rollback rollback, OperationId operation, Report report, Turn turn) {
        if (rollback.settles(operation)) {
            return settling(rollback, operation, report, turn);
        }
        return switch (rollback.attempt()) {
            case Rollback.InFlight flight
            when flight.operation().equals(operation) -> reported(rollback, flight, report, turn);
            case Rollback.InFlight another -> rollback;
            case Rollback.BackingOff backingOff -> rollback;
            case Rollback.Idle idle -> rollback;
        };
    }

    private static Rollback settling(Rollback rollback, OperationId operation, Report report, Turn turn) {
        return switch (report) {
            case Report.Noted noted -> rollback;
            case Report.Succeeded succeeded -> settled(rollback, operation, turn);
            case Report.Failed failed -> settled(rollback, operation, turn);
            case Report.Inconclusive inconclusive -> settled(rollback, operation, turn);
            case Report.TimedOut timedOut -> settled(rollback, operation, turn);
            case Report.Cancelled cancelled -> settled(rollback, operation, turn);
        };
    }

    private static Rollback settled(Rollback rollback, OperationId operation, Turn turn) {
        turn.cancel(new Timer.SettleTimeout(operation));
        return advance(rollback.settled(operation), turn);
    }

    private static Rollback reported(Rollback rollback, Rollback.InFlight flight, Report report, Turn turn) {
        return switch (report) {
            case Report.Noted noted -> rollback;
            case Report.Succeeded succeeded -> succeeded(rollback, flight, turn);
            case Report.Failed failed -> failed(rollback, flight, failed.reason(), turn);
            case Report.Inconclusive inconclusive -> failed(rollback, flight, inconclusive.reason(), turn);
            case Report.TimedOut timedOut -> failed(rollback, flight, timedOut.reason(), turn);
            case Report.Cancelled cancelled -> failed(rollback, flight, "was cancelled", turn);
        };
    }

    static Rollback fired(Rollback rollback, Timer timer, Turn turn) {
        return switch (timer) {
            case Timer.StartBy start -> rollback;
            case Timer.ExecutionTimeout execution -> rollback;
            case Timer.StageDue stage -> rollback;
            case Timer.StageTimeout stage -> rollback;
            // A compensation that was under way when the way back was widened keeps its own timeout while it settles.
            case Timer.OperationTimeout(var operation) ->
                rollback.settles(operation)
                        ? advance(rollback.settled(operation), turn)
                        : timedOut(rollback, operation, turn);
            case Timer.WaitOver(var operation) -> waitOver(rollback, operation, turn);
            case Timer.SettleTimeout(var operation) ->
                rollback.settles(operation) ? advance(rollback.settled(operation), turn) : rollback;
            case Timer.RetryDue(var failed) -> retry(rollback, failed, turn);
        };
    }

    private static Rollback begin(Rollback rollback, Undo owed, Turn turn) {
        Undo undo = owed.begunAgain();
        var compensation = turn.compensation(undo);
        OperationId operation = undo.operation(turn.id());
        String reason = undo.attempts() == 1 ? null : "attempt " + undo.attempts() + " of " + ATTEMPTS;
        turn.compensationChanged(undo, operation, StepStatus.RUNNING, reason);
        turn.begin(compensation.action(), operation, undo.begun(), compensation.timeout());
        return rollback.toInFlight(undo, operation);
    }

    private static Rollback succeeded(Rollback rollback, Rollback.InFlight flight, Turn turn) {
        turn.forget(turn.compensation(flight.undo()).action(), flight.operation());
        turn.compensationChanged(flight.undo(), flight.operation(), StepStatus.SUCCEEDED, null);
        return advance(rollback.toIdle(), turn);
    }

    private static Rollback timedOut(Rollback rollback, OperationId operation, Turn turn) {
        return switch (rollback.attempt()) {
            case Rollback.InFlight flight
            when flight.operation().equals(operation) -> {
                String reason = "no answer in time";
                turn.abort(turn.compensation(flight.undo()).action(), operation, reason);
                yield failed(rollback, flight, reason, turn);
            }
            case Rollback.InFlight another -> rollback;
            case Rollback.BackingOff backingOff -> rollback;
            case Rollback.Idle idle -> rollback;
        };
    }

    private static Rollback waitOver(Rollback rollback, OperationId operation, Turn turn) {
        return switch (rollback.attempt()) {
            case Rollback.InFlight flight
            when flight.operation().equals(operation)
                    && turn.compensation(flight.undo()).action() instanceof StepAction.Wait ->
                succeeded(rollback, flight, turn);
            case Rollback.InFlight another -> rollback;
            case Rollback.BackingOff backingOff -> rollback;
            case Rollback.Idle idle -> rollback;
        };
    }

    private static Rollback failed(Rollback rollback, Rollback.InFlight flight, String reason, Turn turn) {
        Undo undo = flight.undo();
        turn.forget(turn.compensation(undo).action(), flight.operation());
        String attempt = "attempt " + undo.attempts() + " of " + ATTEMPTS + " failed: " + reason;
        if (undo.attempts() >= ATTEMPTS) {
            turn.compensationChanged(undo, flight.operation(), StepStatus.FAILED, attempt);
            return advance(rollback.giveUp(undo, reason), turn);
        }
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << (undo.attempts() - 1));
        turn.compensationChanged(
                undo,
                flight.operation(),
                StepStatus.RUNNING,
                attempt + "; tried again in " + backoff.toSeconds() + " s");
        turn.set(new Timer.RetryDue(flight.operation()), turn.at().plus(backoff));
        return rollback.toBackingOff(flight);
    }

    private static Rollback retry(Rollback rollback, OperationId failed, Turn turn) {
        return switch (rollback.attempt()) {
            case Rollback.BackingOff backingOff
            when backingOff.failed().equals(failed) -> begin(rollback.toIdle(), backingOff.undo(), turn);
            case Rollback.BackingOff another -> rollback;
            case Rollback.InFlight flight -> rollback;
            case Rollback.Idle idle -> rollback;
        };
    }
}
