package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.Opening;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets stages begin whose turn has come: what they need is over, their condition holds, their window is open.
final class Beginning {
    private Beginning() {}

    /// All that may begin now; one that is over at once may let others begin.
    static void all(StageRun run) {
        boolean moved = true;
        while (moved && !run.ends()) {
            moved = false;
            for (PlannedStage stage : run.turn().plan().stages()) {
                if (!run.ends()) {
                    moved |= beginIfDue(stage, run);
                }
            }
        }
    }

    private static boolean beginIfDue(PlannedStage stage, StageRun run) {
        return switch (run.state(stage)) {
            case StageState.Waiting waiting -> beginIfDue(stage, waiting, run);
            case StageState.Held held -> endIfKept(stage, run);
            case StageState.Active active -> false;
            case StageState.TakingBack takingBack -> false;
            case StageState.Ended ended -> false;
            case StageState.Blocked blocked -> false;
        };
    }

    private static boolean beginIfDue(PlannedStage stage, StageState.Waiting waiting, StageRun run) {
        return switch (run.needs(stage)) {
            case Needs.Undecided undecided -> false;
            case Needs.Met met when run.awaitsItsPlace(stage) || run.isStoodOn(stage) -> false;
            case Needs.Met met -> {
                begin(stage, waiting, run);
                yield true;
            }
            case Needs.Refused(var reason) -> {
                run.put(stage, waiting.toBlocked(reason));
                run.turn().stageChanged(stage, StageStatus.SKIPPED, reason, Map.of());
                yield true;
            }
        };
    }

    private static void begin(PlannedStage stage, StageState.Waiting waiting, StageRun run) {
        if (waiting.skipped() != null) {
            run.end(stage, waiting.toEnded(StageStatus.SKIPPED, waiting.skipped()));
            return;
        }
        if (run.keptByAnotherItem(stage)) {
            run.end(stage, anotherItemFailed(stage));
            return;
        }
        switch (run.condition(stage)) {
            case ConditionResult.Met met -> beginInTime(stage, waiting, run);
            case ConditionResult.NotMet notMet -> run.end(stage, conditionIsFalse(stage));
            case ConditionResult.Failed(var reason) ->
                Failing.forGood(stage, waiting, StageStatus.FAILED, "condition: " + reason, List.of(), run);
        }
    }

    /// Another item may have failed while one waits for its time. That means nothing to one that has begun and is tried
    /// again.
    private static boolean endIfKept(PlannedStage stage, StageRun run) {
        boolean kept = run.tries(stage).spent() == 0 && run.keptByAnotherItem(stage);
        if (kept) {
            run.turn().cancel(new Timer.StageDue(stage.id()));
            run.end(stage, anotherItemFailed(stage));
        }
        return kept;
    }

    private static StageState.Ended conditionIsFalse(PlannedStage stage) {
        return new StageState.Waiting().toEnded(StageStatus.SKIPPED, "condition is false: " + stage.when());
    }

    private static StageState.Ended anotherItemFailed(PlannedStage stage) {
        return new StageState.Waiting()
                .toEnded(StageStatus.SKIPPED, "another item of " + stage.unlessFailed() + " failed");
    }

    /// Whether an item did not begin because another had failed, and not because a person skipped it. Plans that an
    /// earlier version made ask for that in the item's condition.
    static boolean wasKeptByAnotherItem(PlannedStage stage, @Nullable StageState known) {
        var kept = stage.unlessFailed() == null ? conditionIsFalse(stage) : anotherItemFailed(stage);
        return kept.equals(known);
    }

    /// What cannot run fails at once: nobody should wait for a window only to learn that.
    private static void beginInTime(PlannedStage stage, StageState.Waiting waiting, StageRun run) {
        if (stage.problem() != null) {
            Failing.forGood(stage, waiting, StageStatus.FAILED, stage.problem(), List.of(), run);
        } else if (stage.opening() == null) {
            beginSteps(stage, waiting, run);
        } else {
            beginFrom(stage, waiting, stage.opening().earliest(run.turn().at()), run);
        }
    }

    /// The delay is over. The window may have closed again, if nobody was there when it was open.
    static void due(PlannedStage stage, StageState.Held held, StageRun run) {
        var waiting = held.toWaiting();
        if (endIfKept(stage, run)) {
            return;
        }
        if (stage.opening() == null) {
            beginSteps(stage, waiting, run);
        } else {
            beginFrom(stage, waiting, stage.opening().inWindow(run.turn().at()), run);
        }
    }

    private static void beginFrom(PlannedStage stage, StageState.Waiting waiting, Instant earliest, StageRun run) {
        if (!earliest.isAfter(run.turn().at())) {
            beginSteps(stage, waiting, run);
            return;
        }
        run.put(stage, waiting.toHeld(earliest));
        run.turn().set(new Timer.StageDue(stage.id()), earliest);
        run.turn().stageChanged(stage, StageStatus.WAITING, "begins " + earliest + cause(stage), Map.of());
    }

    private static String cause(PlannedStage stage) {
        Opening opening = stage.opening();
        return opening == null || opening.window() == null ? "" : ", window " + opening.window();
    }

    private static void beginSteps(PlannedStage stage, StageState.Waiting waiting, StageRun run) {
        Tries next = run.tries(stage).next(deadline(stage, run));
        run.put(stage, next);
        run.turn().stageChanged(stage, StageStatus.RUNNING, next.spent() == 1 ? null : run.attempt(stage), Map.of());
        if (stage.steps().isEmpty()) {
            run.turn().forgetTimeout(stage);
            run.end(stage, waiting.toEnded(StageStatus.SUCCEEDED, null));
            return;
        }
        PlannedStep first = stage.steps().getFirst();
        var due = new StepState.Due(first.id(), run.operation(stage, first));
        Stepping.enter(stage, first, new StageState.Active(due, Map.of()), run);
    }

    /// When the attempts of a stage must be over that begins one now: counted from the first of them.
    private static @Nullable Instant deadline(PlannedStage stage, StageRun run) {
        if (stage.timeout() == null || run.tries(stage).spent() > 0) {
            return run.tries(stage).deadline();
        }
        Instant deadline = run.turn().at().plus(stage.timeout());
        run.turn().set(new Timer.StageTimeout(stage.id()), deadline);
        return deadline;
    }
}
