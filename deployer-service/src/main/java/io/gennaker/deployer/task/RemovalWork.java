package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.RemoveVariants;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.traffic.Drive;
import io.gennaker.deployer.traffic.Router;
import io.gennaker.deployer.traffic.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The steps of [RemoveVariants].
final class RemovalWork implements AutoCloseable {
    private static final int TRIES = 5;
    private static final List<String> CONFIGURATION = List.of("ConfigMap", "Secret");

    private final TaskContext context;
    private final RemoveVariants task;
    private final Router router;
    private final LiveView route;
    private final LiveView variants;

    RemovalWork(TaskContext context, RemoveVariants task) {
        this.context = context;
        this.task = task;
        this.router = Router.of(new Drive(task.route(), task.namespace(), task.workload(), context.execution()));
        this.route = new LiveView(
                context,
                () -> router.watched(context.cluster()).stream()
                        .map(Cluster.Selection::one)
                        .collect(Collectors.toSet()));
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
                && router.leftovers(context.cluster()).isEmpty()
                && router.freeing(context.cluster()).equals(new Router.Freeing(Optional.empty(), List.of()));
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

    /// `then`, once no place of the route gives weight to a variant and none names one.
    private StepOutcome whenWeightless(Happening then) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Router.Freeing freeing = router.freeing(context.cluster());
            if (freeing.blocked().isPresent()) {
                boolean _ = route.current().isLive();
                return StepOutcome.of(new Happening.Still(freeing.blocked().get(), Optional.of(route.lookAgain())));
            }
            if (freeing.writes().isEmpty()) {
                return StepOutcome.of(then);
            }
            write(freeing.writes());
        }
        return contended();
    }

    StepOutcome removeSubsets() {
        StepOutcome weightless = whenWeightless(new Happening.AlreadyDone());
        if (!(weightless.happening() instanceof Happening.AlreadyDone)) {
            return weightless;
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            List<Write> leftovers = router.leftovers(context.cluster());
            if (leftovers.isEmpty()) {
                return StepOutcome.of(Happening.done("subsets are removed"));
            }
            write(leftovers);
        }
        return contended();
    }

    /// The next round reads what came of it.
    private void write(List<Write> writes) {
        context.fence().run();
        for (Write write : writes) {
            boolean _ = context.write(write);
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
        List<Resource> seen = variants.current().of(deployments());
        // A watch that others share may lag behind what was just started.
        for (Resource deployment : seen.isEmpty() ? listed(TaskContext.APPS, "Deployment") : seen) {
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
