package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentTask.RestoreRoute;
import io.gennaker.contracts.DeploymentTask.ShiftTraffic;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes the plan that gives routes back what they were before a pipeline shared their traffic. Pure.
final class RouteRestoring {
    static final String KIND = "restoreRoutes";
    /// An execution that drives a route meanwhile is waited for.
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final Duration ALL = Duration.ofHours(2);

    private RouteRestoring() {}

    /// Where the traffic of a route was shared.
    private record Place(ClusterTarget cluster, String namespace, Route route) {}

    /// A stage for each route, beside each other: one that cannot be restored keeps no other from it.
    ///
    /// @param earlier plans of the pipeline, the newest first
    /// @return empty when none of them shares the traffic of a route
    static Optional<Plan> plan(TriggerInfo trigger, List<Plan> earlier) {
        var tasks = new LinkedHashMap<Place, RestoreRoute>();
        earlier.stream()
                .flatMap(RouteRestoring::shifts)
                .forEach(shift -> tasks.putIfAbsent(
                        new Place(shift.cluster(), shift.namespace(), shift.route()),
                        new RestoreRoute(shift.cluster(), shift.namespace(), shift.route(), shift.workload())));
        if (tasks.isEmpty()) {
            return Optional.empty();
        }
        var stages = new ArrayList<PlannedStage>();
        tasks.values().forEach(task -> stages.add(stage("restore-" + (stages.size() + 1), task)));
        Plan newest = earlier.getFirst();
        return Optional.of(new Plan(
                newest.pipeline(),
                newest.application(),
                newest.definition(),
                trigger,
                Map.of(),
                List.of(),
                ALL,
                stages));
    }

    static boolean is(Plan plan) {
        return plan.stages().stream().anyMatch(stage -> stage.kind().equals(KIND));
    }

    private static Stream<ShiftTraffic> shifts(Plan plan) {
        return plan.stages().stream()
                .flatMap(stage -> stage.steps().stream())
                .flatMap(step -> step.action() instanceof StepAction.Deploy(ShiftTraffic shift)
                        ? Stream.of(shift)
                        : Stream.empty());
    }

    private static PlannedStage stage(String id, RestoreRoute task) {
        var step = new PlannedStep(
                "restore",
                "give back " + task.route().title() + " of " + task.namespace() + " on "
                        + task.cluster().name(),
                new StepAction.Deploy(task),
                PATIENCE,
                null);
        return new PlannedStage(
                id, KIND, List.of(), null, null, null, null, FailurePolicy.STOP_BRANCH_AND_FAIL, List.of(step), null);
    }
}
