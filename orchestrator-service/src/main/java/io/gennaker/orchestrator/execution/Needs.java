package io.gennaker.orchestrator.execution;

import io.gennaker.pipeline.plan.PlannedStage;
import java.util.Map;

/// Whether the stages that a stage needs let it run.
sealed interface Needs {
    record Met() implements Needs {}

    /// Not all of them are over.
    record Undecided() implements Needs {}

    record Refused(String reason) implements Needs {}

    /// A stage that was skipped by its own condition, and one whose failure is continued, let the others run.
    static Needs of(PlannedStage stage, Map<String, StageState> stages) {
        boolean undecided = false;
        for (String need : stage.needs()) {
            StageState state = StageState.of(need, stages);
            switch (way(need, state)) {
                case CLOSED -> {
                    return new Refused("needs stage " + need + ", which " + StageFailure.verb(state.status()));
                }
                case UNDECIDED -> undecided = true;
                case OPEN -> {}
            }
        }
        return undecided ? new Undecided() : new Met();
    }

    /// What a stage means for those that need it.
    enum Way {
        OPEN,
        CLOSED,
        UNDECIDED
    }

    private static Way way(String need, StageState state) {
        return switch (state) {
            case StageState.Ended ended ->
                switch (ended.status()) {
                    case SUCCEEDED, SKIPPED, FAILED_CONTINUED -> Way.OPEN;
                    case FAILED, CANCELLED, TIMED_OUT -> Way.CLOSED;
                    case WAITING, RUNNING, PAUSED ->
                        throw new IllegalStateException("stage " + need + " ended as " + ended.status());
                };
            case StageState.Blocked blocked -> Way.CLOSED;
            case StageState.Waiting waiting -> Way.UNDECIDED;
            case StageState.Held held -> Way.UNDECIDED;
            case StageState.Active active -> Way.UNDECIDED;
            case StageState.TakingBack takingBack -> Way.UNDECIDED;
        };
    }
}
