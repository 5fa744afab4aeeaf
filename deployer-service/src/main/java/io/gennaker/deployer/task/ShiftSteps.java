package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask.ShiftTraffic;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.traffic.RouteChange;
import io.gennaker.deployer.traffic.RouteRefusal;
import io.gennaker.deployer.traffic.SubsetPlan;
import io.gennaker.deployer.traffic.WeightPlan;
import java.util.List;
import java.util.Optional;

/// The steps of [ShiftTraffic], except the wait for pods.
final class ShiftSteps {
    /// How often a write is tried at once when somebody else writes the same object.
    private static final int TRIES = 5;

    private final TaskContext context;
    private final ShiftTraffic task;

    ShiftSteps(TaskContext context, ShiftTraffic task) {
        this.context = context;
        this.task = task;
    }

    StepOutcome checkRoute() {
        WeightPlan plan = plan();
        if (plan.isOthers()) {
            return StepOutcome.of(new Happening.Needless(
                    "another execution drives the route, and this one has no weight in it to take back"));
        }
        if (subsetChange(plan) instanceof RouteChange.Refused(var reason)) {
            return refused(reason);
        }
        var intention = intention();
        return new StepOutcome(
                Happening.done(),
                List.of(),
                () -> context.ports().intendedWeights().intend(intention));
    }

    /// Reads the route as it is now.
    WeightPlan plan() {
        Resource virtualService = context.ports()
                .routes()
                .virtualService(context.cluster(), task.namespace(), task.route())
                .orElseThrow(() -> missing("VirtualService " + task.route().virtualService()));
        return WeightPlan.of(virtualService, task.route(), context.execution(), task.split(), task.namespace());
    }

    private RouteChange subsetChange(WeightPlan plan) {
        return SubsetPlan.adding(rule(), task.route(), context.execution(), plan.weighted(), task.namespace());
    }

    private Resource rule() {
        return context.ports()
                .routes()
                .destinationRule(context.cluster(), task.namespace(), task.route())
                .orElseThrow(() -> missing("DestinationRule " + task.route().destinationRule()));
    }

    private RouteRefusal missing(String object) {
        return new RouteRefusal("there is no " + object + " in namespace " + task.namespace() + " of cluster "
                + task.cluster().name());
    }

    private static StepOutcome refused(String reason) {
        return StepOutcome.of(new Happening.Impossible(FailureCode.ROUTE_INVALID, reason));
    }

    /// @param resumed whether an earlier try may have written just before it ended: proxies may not know that yet
    StepOutcome addSubsets(boolean resumed) {
        boolean written = false;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            WeightPlan plan = plan();
            Resource rule = rule();
            switch (SubsetPlan.adding(rule, task.route(), context.execution(), plan.weighted(), task.namespace())) {
                case RouteChange.Nothing() -> {
                    return StepOutcome.of(
                            written || resumed ? Happening.done("subsets are there") : new Happening.AlreadyDone());
                }
                case RouteChange.Refused(var reason) -> {
                    return refused(reason);
                }
                case RouteChange.Patch(var operations) -> {
                    context.fence().run();
                    // Read back by the next round.
                    written |= wrote(() -> context.ports().routes().patch(context.cluster(), rule, operations));
                }
            }
        }
        return contended();
    }

    StepOutcome setWeights() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Resource virtualService = context.ports()
                    .routes()
                    .virtualService(context.cluster(), task.namespace(), task.route())
                    .orElseThrow(() -> missing("VirtualService " + task.route().virtualService()));
            WeightPlan plan =
                    WeightPlan.of(virtualService, task.route(), context.execution(), task.split(), task.namespace());
            if (!(subsetChange(plan) instanceof RouteChange.Nothing)) {
                return refused("a subset that is to get weight was removed from DestinationRule "
                        + task.route().destinationRule() + " since it was added");
            }
            if (plan.change() instanceof RouteChange.Patch(var operations)) {
                Optional<String> overtaken = overtaken();
                if (overtaken.isPresent()) {
                    return refused(overtaken.get());
                }
                // Read back by the next round.
                wrote(() -> context.ports().routes().patch(context.cluster(), virtualService, operations));
            } else {
                return shifted();
            }
        }
        return contended();
    }

    /// Whether this shift may still write. Asked after the route was read and before it is written: a newer shift
    /// records its intention before it reads, so that either this is noticed here, or the write is refused because
    /// the
    /// route is no longer the version that was read.
    private Optional<String> overtaken() {
        context.fence().run();
        Optional<OperationId> newest =
                context.ports().intendedWeights().newest(task.cluster(), task.namespace(), task.route());
        return newest.filter(operation -> !operation.equals(context.operation()))
                .map(operation -> "a newer shift of this route has begun: " + operation);
    }

    private static boolean wrote(Runnable write) {
        try {
            write.run();
            return true;
        } catch (ClusterProblem.Changed readAgain) {
            return false;
        }
    }

    private StepOutcome contended() {
        return StepOutcome.of(
                new Happening.Unavailable("somebody else keeps changing the route at the same time", Optional.empty()));
    }

    private StepOutcome shifted() {
        var intention = intention();
        var report = new DeploymentEvent.TrafficShifted(
                context.execution(),
                context.operation(),
                task.cluster(),
                task.namespace(),
                task.route(),
                task.split(),
                intention.at());
        return new StepOutcome(
                Happening.done(),
                List.of(report),
                () -> context.ports().intendedWeights().reached(intention));
    }

    private IntendedWeights.Intention intention() {
        return new IntendedWeights.Intention(
                task.cluster(),
                task.namespace(),
                task.route(),
                task.workload(),
                context.execution(),
                context.operation(),
                task.split(),
                context.now());
    }
}
