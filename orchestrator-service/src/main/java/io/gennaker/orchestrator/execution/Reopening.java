package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Where an execution goes on that had ended.
///
/// Begun again are the stage that a person names, those that were taken back, those that the end kept from running,
/// those whose failure would end it again, and [all that begin with these][Again].
final class Reopening {
    private Reopening() {}

    /// Begins with a stage.
    static Standing from(String stage, ExecutionState.Ended ended, Plan plan) {
        return remaining(stage, "", before(ended), plan);
    }

    /// Goes on as if the stage, which failed, had succeeded.
    static Standing without(String stage, ExecutionState.Ended ended, String reason, Plan plan) {
        var before = before(ended);
        var stages = new HashMap<>(before.stages());
        var failed = StageState.of(stage, stages);
        stages.put(stage, new StageState.Ended(StageStatus.FAILED_CONTINUED, reason, failed.outputs()));
        return remaining("", stage, new Standing(stages, before.stopped(), before.tries(), before.begun()), plan);
    }

    private static Standing before(ExecutionState.Ended ended) {
        return Objects.requireNonNull(ended.standing());
    }

    private static Standing remaining(String first, String ignored, Standing before, Plan plan) {
        var again = new TreeSet<String>();
        for (PlannedStage stage : plan.stages()) {
            StageState known = before.stages().get(stage.id());
            boolean asked = stage.id().equals(first);
            boolean fatal = known != null
                    && Applicable.failed(known)
                    && known.status() != StageStatus.FAILED_CONTINUED
                    && stage.onFailure() == FailurePolicy.FAIL;
            boolean unblocked =
                    known instanceof StageState.Blocked && stage.needs().contains(ignored);
            if (known == null || asked || fatal || unblocked) {
                again.add(stage.id());
            }
        }
        var begun = Again.with(again, before.stages(), plan);
        var kept = new HashMap<>(before.stages());
        kept.keySet().removeAll(begun);
        var tries = new HashMap<String, Tries>();
        before.tries().forEach((stage, known) -> tries.put(stage, begun.contains(stage) ? known.anew() : known));
        return new Standing(Map.copyOf(kept), Set.of(), tries, before.begun());
    }
}
