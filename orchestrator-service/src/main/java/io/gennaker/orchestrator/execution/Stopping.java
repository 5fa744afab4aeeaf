package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.pipeline.plan.PlannedStage;
import java.util.List;
import java.util.Map;

/// Ends all stages of an execution that ends before them.
final class Stopping {
    private static final Rollback NOTHING = Rollback.of(List.of(), List.of());

    private Stopping() {}

    /// Cancels what runs, and says of every stage how it ended.
    ///
    /// @return what is still to be awaited and to be taken back
    static Rollback all(Map<String, StageState> stages, Ending ending, Turn turn) {
        return turn.plan().stages().stream()
                .map(stage -> stop(stage, StageState.of(stage.id(), stages), ending, turn))
                .reduce(NOTHING, Rollback::merge);
    }

    private static Rollback stop(PlannedStage stage, StageState state, Ending ending, Turn turn) {
        return switch (state) {
            case StageState.Waiting waiting -> {
                turn.stageEnded(stage, waiting.toEnded(notBegun(ending), ending.reason()));
                yield NOTHING;
            }
            case StageState.Held held -> {
                turn.cancel(new Timer.StageDue(stage.id()));
                turn.forgetTimeout(stage);
                turn.stageEnded(stage, held.toWaiting().toEnded(notBegun(ending), ending.reason()));
                yield NOTHING;
            }
            case StageState.Active active -> {
                var settling = turn.abortStep(stage, active.current(), stepStatus(ending), reason(ending));
                var watching = Watching.end(stage, active, reason(ending), turn);
                turn.forgetTimeout(stage);
                turn.stageEnded(stage, active.toEnded(stageStatus(ending), ending.reason()));
                yield Rollback.of(List.of(), settling).merge(Rollback.of(List.of(), watching));
            }
            case StageState.TakingBack takingBack -> {
                turn.forgetTimeout(stage);
                turn.stageEnded(
                        stage,
                        takingBack.outcome() == StageStatus.WAITING
                                ? takingBack
                                        .to(stageStatus(ending), reason(ending))
                                        .toEnded()
                                : takingBack.toEnded());
                yield takingBack.rollback();
            }
            case StageState.Ended ended -> NOTHING;
            case StageState.Blocked blocked -> NOTHING;
        };
    }

    private static StageStatus notBegun(Ending ending) {
        return ending.status() == ExecutionStatus.CANCELLED ? StageStatus.CANCELLED : StageStatus.SKIPPED;
    }

    private static StageStatus stageStatus(Ending ending) {
        return ending.status() == ExecutionStatus.TIMED_OUT ? StageStatus.TIMED_OUT : StageStatus.CANCELLED;
    }

    private static StepStatus stepStatus(Ending ending) {
        return ending.status() == ExecutionStatus.TIMED_OUT ? StepStatus.TIMED_OUT : StepStatus.CANCELLED;
    }

    private static String reason(Ending ending) {
        return ending.reason() == null ? "the execution ended" : ending.reason();
    }
}
