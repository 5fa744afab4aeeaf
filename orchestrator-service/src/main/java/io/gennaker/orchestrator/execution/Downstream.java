package io.gennaker.orchestrator.execution;

import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/// Which stages need which, directly or through others.
final class Downstream {
    private Downstream() {}

    /// Those that need the stage, in the order of the plan.
    static List<PlannedStage> of(String stage, Plan plan) {
        var reached = closure(Set.of(stage), plan, (other, need) -> true);
        return plan.stages().stream()
                .filter(other -> reached.contains(other.id()) && !other.id().equals(stage))
                .toList();
    }

    /// The stages and all that need them.
    ///
    /// @param counts whether it counts that the first stage needs the second
    static Set<String> closure(Set<String> stages, Plan plan, BiPredicate<String, String> counts) {
        var reached = new TreeSet<>(stages);
        boolean grew = true;
        while (grew) {
            grew = false;
            for (PlannedStage stage : plan.stages()) {
                grew |= stage.needs().stream().anyMatch(need -> reached.contains(need) && counts.test(stage.id(), need))
                        && reached.add(stage.id());
            }
        }
        return reached;
    }
}
