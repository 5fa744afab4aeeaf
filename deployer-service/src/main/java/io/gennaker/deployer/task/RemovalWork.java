package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.RemoveVariants;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.traffic.RemovalPlan;
import io.gennaker.deployer.traffic.RouteChange;
import io.gennaker.deployer.traffic.SubsetPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The steps of [RemoveVariants].
final class RemovalWork implements AutoCloseable {
    private static final int TRIES = 5;
    private static final List<String> CONFIGURATION = List.of("ConfigMap", "Secret");

    private final TaskContext context;
    private final RemoveVariants task;
    private final LiveView route;
    private final LiveView variants;

    RemovalWork(TaskContext context, RemoveVariants task) {
        this.context = context;
        this.task = task;
        this.route = new LiveView(
                context,
                () -> Set.of(Cluster.Selection.one(context.ports()
                        .routes()
                        .virtualServiceKey(context.cluster(), task.namespace(), task.route()))));
        this.variants = new LiveView(context, () -> Set.of(deployments()));
    }

    StepOutcome awaitNoWeight() {
        if (isAllGone()) {
            return StepOutcome.of(new Happening.Needless("there is no baseline and no canary of this execution"));
        }
        return whenWeightless(Happening.done());
    }

    private boolean isAllGone() {
        return listed("apps/v1", "Deployment").isEmpty()
                && CONFIGURATION.stream().allMatch(kind -> listed("v1", kind).isEmpty())
                && rule().map(rule -> SubsetPlan.removing(rule, context.execution()))
                        .map(RouteChange.Nothing.class::isInstance)
                        .orElse(true)
                && virtualService()
                        .map(found -> RemovalPlan.of(found, context.execution()))
                        .map(RouteChange.Nothing.class::isInstance)
                        .orElse(true);
    }

    private Optional<Resource> virtualService() {
        return context.ports().routes().virtualService(context.cluster(), task.namespace(), task.route());
    }

    private Optional<Resource> rule() {
        return context.ports().routes().destinationRule(context.cluster(), task.namespace(), task.route());
    }

    private List<Resource> listed(String apiVersion, String kind) {
        return context.cluster().list(apiVersion, kind, task.namespace(), labels());
    }

    /// All that was made for this execution's baseline and canary.
    private LabelSelector labels() {
        return LabelSelector.equal(new TreeMap<>(Map.of(
                Marks.MANAGED_BY,
                Marks.FIELD_MANAGER,
                Track.REVISION_LABEL,
                context.execution().revision())));
    }

    /// `then`, once no route of the VirtualService gives weight to a variant and none names one.
    private StepOutcome whenWeightless(Happening then) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Resource> found = virtualService();
            if (found.isEmpty()) {
                return StepOutcome.of(then);
            }
            switch (RemovalPlan.of(found.get(), context.execution())) {
                case RouteChange.Nothing() -> {
                    return StepOutcome.of(then);
                }
                case RouteChange.Refused(var reason) -> {
                    boolean _ = route.current().isLive();
                    return StepOutcome.of(new Happening.Still(reason, Optional.of(route.lookAgain())));
                }
                case RouteChange.Patch(var operations) -> patch(found.get(), operations);
            }
        }
        return contended();
    }

    StepOutcome removeSubsets() {
        StepOutcome weightless = whenWeightless(new Happening.AlreadyDone());
        if (!(weightless.happening() instanceof Happening.AlreadyDone)) {
            return weightless;
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Resource> found = rule();
            if (found.isPresent()
                    && SubsetPlan.removing(found.get(), context.execution())
                            instanceof RouteChange.Patch(var operations)) {
                patch(found.get(), operations);
            } else {
                return StepOutcome.of(Happening.done("subsets are removed"));
            }
        }
        return contended();
    }

    private void patch(Resource read, List<PatchOperation> operations) {
        context.fence().run();
        try {
            context.ports().routes().patch(context.cluster(), read, operations);
        } catch (ClusterProblem.Changed readAgain) {
            // The next round reads it again.
        }
    }

    private static StepOutcome contended() {
        return StepOutcome.of(
                new Happening.Unavailable("somebody else keeps changing the route at the same time", Optional.empty()));
    }

    /// Deployments in foreground: they are gone only after their pods.
    StepOutcome deleteVariants() {
        Cluster cluster = context.cluster();
        var left = new ArrayList<String>();
        for (Resource deployment : variants.current().of(deployments())) {
            if (!deployment.isTerminating()) {
                cluster.delete(deployment.key());
            }
            left.add(deployment.toString());
        }
        if (!left.isEmpty()) {
            return StepOutcome.of(new Happening.Still(
                    "waits for the end of the pods of " + String.join(", ", left), Optional.of(variants.lookAgain())));
        }
        for (String kind : CONFIGURATION) {
            listed("v1", kind).stream().map(Resource::key).forEach(cluster::delete);
        }
        return StepOutcome.of(Happening.done("baseline and canary are removed"));
    }

    private Cluster.Selection deployments() {
        return new Cluster.Selection(TaskContext.APPS, "Deployment", task.namespace(), labels().query(), "");
    }

    @Override
    public void close() {
        route.close();
        variants.close();
    }
}
