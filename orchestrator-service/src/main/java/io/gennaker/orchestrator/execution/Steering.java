package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.plan.PlannedStage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What people do to the stages of an execution that runs.
final class Steering {
    private Steering() {}

    /// The limits of the execution and of its stages stand still.
    static void standStill(StageRun run) {
        Turn turn = run.turn();
        turn.cancel(new Timer.ExecutionTimeout());
        turn.plan().stages().stream()
                .filter(stage -> run.tries(stage).deadline() != null)
                .forEach(turn::forgetTimeout);
        for (PlannedStage stage : turn.plan().stages()) {
            if (run.state(stage) instanceof StageState.Active active) {
                Standstill.begin(stage, active, turn);
            }
        }
    }

    /// Ends a pause: what came due in it begins, until one of these fails the execution.
    static void goOn(StageRun run) {
        Turn turn = run.turn();
        turn.set(new Timer.ExecutionTimeout(), run.before().deadline());
        for (PlannedStage stage : turn.plan().stages()) {
            if (run.ends()) {
                return;
            }
            Instant deadline = run.tries(stage).deadline();
            if (deadline != null) {
                turn.set(new Timer.StageTimeout(stage.id()), deadline);
            }
            switch (run.state(stage)) {
                case StageState.Held held when !held.until().isAfter(turn.at()) -> Beginning.due(stage, held, run);
                case StageState.Active active -> goOn(stage, active, run);
                case StageState.Held held -> {}
                case StageState.Waiting waiting -> {}
                case StageState.TakingBack takingBack -> {}
                case StageState.Ended ended -> {}
                case StageState.Blocked blocked -> {}
            }
        }
    }

    private static void goOn(PlannedStage stage, StageState.Active active, StageRun run) {
        Standstill.end(stage, active, run.turn());
        if (active.current() instanceof StepState.Due due) {
            Stepping.enter(stage, run.turn().step(stage, due.step()), active, run);
        }
    }

    /// Lets a stage that is over begin again, and [those that begin with it][Again]. What they had begun is taken back
    /// before, all together: none begins under what still stands on it ([StageRun#isStoodOn]).
    static void beginAgain(PlannedStage first, String reason, StageRun run) {
        var all = run.again(first);
        for (PlannedStage stage : run.turn().plan().stages()) {
            if (all.contains(stage.id())) {
                toBeginning(stage, reason, run);
            }
        }
        var begun = run.settle(undo -> all.contains(undo.stage()));
        Rollback rollback = Retreat.advance(Rollback.of(begun, List.of()), run.turn());
        if (!rollback.over()) {
            run.put(first, new StageState.TakingBack(StageStatus.WAITING, reason, Map.of(), rollback));
        }
    }

    private static void toBeginning(PlannedStage stage, String reason, StageRun run) {
        if (run.state(stage) instanceof StageState.Held) {
            run.turn().cancel(new Timer.StageDue(stage.id()));
        }
        if (!(run.state(stage) instanceof StageState.Waiting)) {
            run.turn().stageChanged(stage, StageStatus.WAITING, why(run.state(stage), reason), Map.of());
        }
        run.turn().forgetTimeout(stage);
        run.beginsAnew(stage);
    }

    /// One that stays skipped says so.
    private static String why(StageState state, String reason) {
        return state instanceof StageState.Blocked blocked && blocked.skipped() != null ? blocked.skipped() : reason;
    }

    /// Goes on without a stage: when its turn comes, or at once; what it had begun is taken back before.
    static void skip(PlannedStage stage, String reason, StageRun run) {
        switch (run.state(stage)) {
            case StageState.Waiting waiting -> {
                run.put(stage, waiting.toSkipped(reason));
                run.turn().stageChanged(stage, StageStatus.WAITING, reason, Map.of());
            }
            case StageState.Held held -> {
                run.turn().cancel(new Timer.StageDue(stage.id()));
                run.turn().forgetTimeout(stage);
                run.end(stage, held.toWaiting().toEnded(StageStatus.SKIPPED, reason));
            }
            case StageState.Active active -> Failing.skip(stage, active, reason, run);
            case StageState.TakingBack takingBack -> {}
            case StageState.Ended ended -> {}
            case StageState.Blocked blocked -> {}
        }
    }

    /// Goes on as if a stage that failed had succeeded: those that it kept from running wait for their turn again.
    static void ignore(PlannedStage stage, String reason, StageRun run) {
        var failed = run.state(stage);
        run.end(stage, new StageState.Ended(StageStatus.FAILED_CONTINUED, reason, failed.outputs()));
        for (PlannedStage other : Downstream.of(stage.id(), run.turn().plan())) {
            if (run.state(other) instanceof StageState.Blocked) {
                toBeginning(other, reason, run);
            }
        }
    }
}
