package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import java.util.List;
import java.util.Map;

/// The rule by which the stages of an execution, once all are over, make its status.
///
/// A failed stage fails the execution unless its policy says that it only stops its branch, or that all goes on.
public final class FinalStatus {
    private FinalStatus() {}

    public static Ending of(Plan plan, Map<String, StageState> stages) {
        var failed = plan.stages().stream()
                .filter(stage -> failed(StageState.of(stage.id(), stages).status()))
                .toList();
        var fatal = failed.stream()
                .filter(stage -> StageState.of(stage.id(), stages).status() != StageStatus.FAILED_CONTINUED)
                .filter(stage -> stage.onFailure() == FailurePolicy.FAIL
                        || stage.onFailure() == FailurePolicy.STOP_BRANCH_AND_FAIL)
                .toList();
        if (!fatal.isEmpty()) {
            return new Ending(ExecutionStatus.FAILED, reasons(fatal, stages));
        }
        return new Ending(
                ExecutionStatus.SUCCEEDED, failed.isEmpty() ? null : "in spite of: " + reasons(failed, stages));
    }

    private static boolean failed(StageStatus status) {
        return switch (status) {
            case FAILED, FAILED_CONTINUED, TIMED_OUT, CANCELLED -> true;
            case SUCCEEDED, SKIPPED -> false;
            case WAITING, RUNNING, PAUSED ->
                throw new IllegalArgumentException("a stage is " + status + ": the execution is not over");
        };
    }

    private static String reasons(List<PlannedStage> failed, Map<String, StageState> stages) {
        return failed.stream()
                .map(stage -> reason(stage.id(), StageState.of(stage.id(), stages)))
                .reduce((first, next) -> first + "; " + next)
                .orElseThrow();
    }

    private static String reason(String id, StageState state) {
        return switch (state) {
            case StageState.Ended(var status, var reason, var outputs) -> StageFailure.sentence(id, status, reason);
            case StageState.Blocked(var reason, var skipped) -> id + ": " + reason;
            case StageState.Waiting waiting -> throw new IllegalArgumentException(id + " is not over");
            case StageState.Held held -> throw new IllegalArgumentException(id + " is not over");
            case StageState.Active active -> throw new IllegalArgumentException(id + " is not over");
            case StageState.TakingBack takingBack -> throw new IllegalArgumentException(id + " is not over");
        };
    }
}
