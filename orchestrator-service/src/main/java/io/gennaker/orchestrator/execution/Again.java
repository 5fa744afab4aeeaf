package io.gennaker.orchestrator.execution;

import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.StepAction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which stages begin again together.
final class Again {
    private final Plan plan;
    private final Map<String, StageState> known;

    /// The stages that were made out of each list; one needs only those before it.
    private final List<List<PlannedStage>> lists;

    /// By an item, all of its list.
    private final Map<String, Set<String>> listOf = new HashMap<>();

    private Again(Plan plan, Map<String, StageState> known) {
        this.plan = plan;
        this.known = known;
        this.lists = lists(plan);
        for (List<PlannedStage> items : lists) {
            var all = Set.copyOf(ids(items, item -> true));
            all.forEach(item -> listOf.put(item, all));
        }
    }

    /// The stages, all that need them, and the items of a list that did not begin because one of these had failed.
    /// Such an item does not need the one that failed, and its join is content with it: nothing else would ask it
    /// again.
    ///
    /// Where no further item begins once one has failed, all that failed begin again with any item of their list:
    /// they would keep it from beginning.
    ///
    /// An item needs another of its list only so that few are under way at once. When it is over, and all that need
    /// it, that means nothing any more: what they did stays.
    ///
    /// @param known where stages stand, by id; some may be missing
    static Set<String> with(Set<String> stages, Map<String, StageState> known, Plan plan) {
        return new Again(plan, known).with(stages);
    }

    private Set<String> with(Set<String> stages) {
        var again = new TreeSet<>(stages);
        boolean grew = true;
        while (grew) {
            var open = open(again);
            again.addAll(
                    Downstream.closure(again, plan, (stage, need) -> !inOneList(stage, need) || open.contains(stage)));
            grew = false;
            for (List<PlannedStage> items : lists) {
                if (stopping(items) && items.stream().anyMatch(item -> again.contains(item.id()))) {
                    grew |= again.addAll(ids(items, this::failed));
                }
                if (items.stream().anyMatch(item -> again.contains(item.id()) && failed(item))) {
                    grew |= again.addAll(ids(items, this::wasKept));
                }
            }
        }
        return again;
    }

    private boolean inOneList(String stage, String other) {
        return listOf.getOrDefault(stage, Set.of()).contains(other);
    }

    /// The items that are not over or begin again, and those on whose places they wait.
    private Set<String> open(Set<String> again) {
        var open = new HashSet<String>();
        for (List<PlannedStage> items : lists) {
            for (PlannedStage item : items.reversed()) {
                if (again.contains(item.id()) || !(known.get(item.id()) instanceof StageState.Ended)) {
                    open.add(item.id());
                }
                if (open.contains(item.id())) {
                    open.addAll(item.needs());
                }
            }
        }
        return open;
    }

    private static boolean stopping(List<PlannedStage> items) {
        return items.stream().anyMatch(item -> item.unlessFailed() != null);
    }

    private boolean failed(PlannedStage item) {
        return StageRun.hasFailed(known.get(item.id()));
    }

    private boolean wasKept(PlannedStage item) {
        return Beginning.wasKeptByAnotherItem(item, known.get(item.id()));
    }

    private static List<String> ids(List<PlannedStage> items, Predicate<PlannedStage> which) {
        return items.stream().filter(which).map(PlannedStage::id).toList();
    }

    private static List<List<PlannedStage>> lists(Plan plan) {
        return plan.stages().stream()
                .flatMap(stage -> stage.steps().stream())
                .flatMap(step -> step.action() instanceof StepAction.Deferred deferred
                                && deferred.work() instanceof DeferredWork.Join join
                        ? Stream.of(join.stages().stream().map(plan::stage).toList())
                        : Stream.empty())
                .toList();
    }
}
