package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.PlannedStage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What becomes of a stage that failed: it is tried again, takes back what it had begun, or fails the execution.
final class Failing {
    private Failing() {}

    /// An attempt failed. If one is left, it follows when what this one had begun is taken back.
    static void attempt(
            PlannedStage stage,
            StageState.Active active,
            StageStatus status,
            String reason,
            List<Rollback.Settling> settling,
            StageRun run) {
        if (run.tries(stage).mayGoOn(stage.retry())) {
            String failed = run.attempt(stage) + " failed: " + reason;
            takeBack(stage, active, StageStatus.WAITING, failed, withWatch(stage, active, reason, settling, run), run);
        } else {
            forGood(stage, active, status, reason, settling, run);
        }
    }

    static void forGood(
            PlannedStage stage,
            StageState state,
            StageStatus status,
            String reason,
            List<Rollback.Settling> settling,
            StageRun run) {
        run.turn().forgetTimeout(stage);
        var all = withWatch(stage, state, reason, settling, run);
        if (stage.onFailure() == FailurePolicy.FAIL) {
            run.fail(stage, new StageState.Ended(status, reason, state.outputs()), Rollback.of(List.of(), all));
        } else {
            takeBack(stage, state, survived(stage, status), reason, all, run);
        }
    }

    /// What is awaited of the analysis beside the steps, too.
    private static List<Rollback.Settling> withWatch(
            PlannedStage stage, StageState state, String reason, List<Rollback.Settling> settling, StageRun run) {
        var all = new ArrayList<>(settling);
        all.addAll(Watching.end(stage, state, reason, run.turn()));
        return all;
    }

    /// The time of all attempts is over while none is under way.
    static void noFurtherAttempt(PlannedStage stage, StageState.Held held, String reason, StageRun run) {
        if (run.tries(stage).spent() > 0) {
            run.turn().cancel(new Timer.StageDue(stage.id()));
            forGood(stage, held, StageStatus.TIMED_OUT, reason, List.of(), run);
        }
    }

    /// One that has failed for good already has no limit but those of going back.
    static void noFurtherAttempt(PlannedStage stage, StageState.TakingBack state, String reason, StageRun run) {
        if (state.outcome() != StageStatus.WAITING) {
            return;
        }
        if (stage.onFailure() == FailurePolicy.FAIL) {
            run.fail(stage, new StageState.Ended(StageStatus.TIMED_OUT, reason, state.outputs()), state.rollback());
        } else {
            run.put(stage, state.to(survived(stage, StageStatus.TIMED_OUT), reason));
        }
    }

    private static StageStatus survived(PlannedStage stage, StageStatus status) {
        return stage.onFailure() == FailurePolicy.CONTINUE ? StageStatus.FAILED_CONTINUED : status;
    }

    /// Goes on without a stage that is under way.
    static void skip(PlannedStage stage, StageState.Active active, String reason, StageRun run) {
        run.turn().forgetTimeout(stage);
        var settling = run.turn().abortStep(stage, active.current(), StepStatus.CANCELLED, reason);
        takeBack(stage, active, StageStatus.SKIPPED, reason, withWatch(stage, active, reason, settling, run), run);
    }

    /// The execution goes on, but not on top of half a stage: a failed canary gives its traffic back at once.
    private static void takeBack(
            PlannedStage stage,
            StageState state,
            StageStatus outcome,
            String reason,
            List<Rollback.Settling> settling,
            StageRun run) {
        var own = run.settle(undo -> undo.stage().equals(stage.id()));
        Rollback rollback = Retreat.advance(Rollback.of(own, settling), run.turn());
        var takingBack = new StageState.TakingBack(outcome, reason, state.outputs(), rollback);
        if (rollback.over()) {
            takenBack(stage, takingBack, run);
        } else {
            run.put(stage, takingBack);
        }
    }

    private static void takenBack(PlannedStage stage, StageState.TakingBack state, StageRun run) {
        if (state.outcome() != StageStatus.WAITING) {
            run.end(stage, state.toEnded());
        } else if (run.tries(stage).spent() == 0 || stage.retry() == null) {
            run.put(stage, new StageState.Waiting());
        } else {
            Turn turn = run.turn();
            Instant next = turn.at().plus(stage.retry().after(run.tries(stage).spent()));
            run.put(stage, new StageState.Held(next));
            turn.set(new Timer.StageDue(stage.id()), next);
            turn.stageChanged(stage, StageStatus.WAITING, state.reason() + "; tried again " + next, Map.of());
        }
    }

    /// The way back of a stage has moved.
    static void takingBack(PlannedStage stage, StageState.TakingBack state, Rollback rollback, StageRun run) {
        var left = rollback.notTakenBack();
        if (!rollback.over()) {
            run.put(stage, state.with(rollback));
        } else if (left.isEmpty()) {
            takenBack(stage, state, run);
        } else {
            // No policy covers a stage that is stuck half way: the execution fails and says so.
            run.turn().forgetTimeout(stage);
            run.fail(stage, new StageState.Ended(StageStatus.FAILED, state.reason(), state.outputs()), rollback);
        }
    }
}
