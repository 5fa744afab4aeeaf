package io.gennaker.orchestrator.execution;

import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.StepAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which stages begin again together.
final class Again {
    private Again() {}

    /// The stages, all that need them, and the items of a list that did not begin because one of these had failed.
    /// Such an item does not need the one that failed, and its join is content with it: nothing else would ask it
    /// again.
    ///
    /// An item needs another of its list only so that few are under way at once. When all are over that means
    /// nothing any more: what the others did stays.
    ///
    /// @param known where stages stand, by id; some may be missing
    static Set<String> with(Set<String> stages, Map<String, StageState> known, Plan plan) {
        var over = new HashMap<String, List<String>>();
        lists(plan)
                .filter(items -> items.stream().allMatch(item -> known.get(item) instanceof StageState.Ended))
                .forEach(items -> items.forEach(item -> over.put(item, items)));
        var closure = Downstream.closure(
                stages,
                plan,
                (stage, need) -> !over.getOrDefault(stage, List.of()).contains(need));
        var again = new TreeSet<>(closure);
        lists(plan)
                .filter(items -> items.stream().anyMatch(item -> closure.contains(item) && failed(item, known)))
                .flatMap(List::stream)
                .filter(item -> Beginning.wasKeptByAnotherItem(plan.stage(item), known.get(item)))
                .forEach(again::add);
        return again;
    }

    private static boolean failed(String stage, Map<String, StageState> known) {
        return known.get(stage) instanceof StageState.Ended ended && Applicable.failed(ended);
    }

    /// The stages that were made out of each list.
    private static Stream<List<String>> lists(Plan plan) {
        return plan.stages().stream()
                .flatMap(stage -> stage.steps().stream())
                .flatMap(step -> step.action() instanceof StepAction.Deferred deferred
                                && deferred.work() instanceof DeferredWork.Join join
                        ? Stream.of(join.stages())
                        : Stream.empty());
    }
}
