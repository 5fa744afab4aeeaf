package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.RestoreRoute;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.task.IntendedWeights.Intention;
import io.gennaker.deployer.traffic.Drive;
import io.gennaker.deployer.traffic.IstioVersions;
import io.gennaker.deployer.traffic.Originals;
import io.gennaker.deployer.traffic.Router;
import io.gennaker.deployer.traffic.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The steps of [RestoreRoute]: destinations first; when all proxies know, what told the release apart.
final class RestoreRouteWork implements AutoCloseable {
    private static final int TRIES = 5;
    private static final String DEPLOYMENT = "Deployment";
    /// Baselines and canaries of all executions.
    private static final LabelSelector OF_REVISIONS = new LabelSelector(
            Map.of(Marks.MANAGED_BY, Marks.FIELD_MANAGER),
            List.of(new LabelSelector.Requirement(Track.REVISION_LABEL, "Exists", List.of())));
    /// Types whose objects may lead to what is to be removed.
    private static final Map<String, List<String>> ROUTES = Map.of(
            "VirtualService", IstioVersions.ALL,
            "HTTPRoute", List.of("gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1beta1"),
            "GRPCRoute", List.of("gateway.networking.k8s.io/v1"));

    private final TaskContext context;
    private final RestoreRoute task;
    private final Router router;
    private final Originals originals;
    private final LiveView route;

    RestoreRouteWork(TaskContext context, RestoreRoute task) {
        this.context = context;
        this.task = task;
        this.router = Router.of(new Drive(task.route(), task.namespace(), task.workload(), context.execution()));
        this.originals = key -> context.ports().originalRoutes().of(task.cluster(), key);
        this.route = new LiveView(
                context,
                () -> Stream.concat(
                                router.lasting(context.cluster()).stream().map(Cluster.Selection::one),
                                Stream.of(new Cluster.Selection(
                                        TaskContext.APPS, DEPLOYMENT, task.namespace(), OF_REVISIONS.query(), "")))
                        .collect(Collectors.toSet()));
    }

    StepOutcome restoreRoute() {
        if (lasting().stream().allMatch(key -> originals.of(key).isEmpty())) {
            return StepOutcome.of(new Happening.Needless("Gennaker has left nothing changed in "
                    + task.route().title() + " of namespace " + task.namespace()));
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            // Asked before anything is read: what a shift that begins from here on intends is not forgotten.
            Optional<Intention> newest = newest();
            Router.Freeing restoring = router.restoring(context.cluster(), originals);
            Optional<String> blocked =
                    restoring.blocked().or(() -> underWay(newest)).or(this::variants);
            if (blocked.isPresent()) {
                boolean _ = route.current().isLive();
                return StepOutcome.of(new Happening.Still(
                        blocked.get() + "; it is restored when that has given everything back",
                        Optional.of(route.lookAgain())));
            }
            if (restoring.writes().isEmpty()) {
                return new StepOutcome(
                        Happening.done(task.route().title() + " leads where it led before the first canary"),
                        List.of(),
                        () -> newest.ifPresent(context.ports().intendedWeights()::forget));
            }
            write(restoring.writes());
        }
        return contended();
    }

    private Optional<Intention> newest() {
        return context.ports().intendedWeights().newest(task.cluster(), task.namespace(), task.route());
    }

    /// From when it begins until its first weight, nothing in the cluster tells of a shift.
    private Optional<String> underWay(Optional<Intention> newest) {
        return newest.filter(context.ports().intendedWeights()::isUnderWay)
                .map(shift -> task.route().title() + " is needed, as a shift of it is under way: " + shift.operation());
    }

    /// As soon as the route is as it was, pods beside the release get a part of its requests.
    private Optional<String> variants() {
        String found = context.cluster().list(TaskContext.APPS, DEPLOYMENT, task.namespace(), OF_REVISIONS).stream()
                .filter(this::isVariant)
                .map(Resource::toString)
                .collect(Collectors.joining(", "));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(task.route().title() + " is needed, as there is " + found);
    }

    private boolean isVariant(Resource deployment) {
        return deployment
                .name()
                .equals(task.workload() + "-" + deployment.label(Track.LABEL) + "-"
                        + deployment.label(Track.REVISION_LABEL));
    }

    private List<ResourceKey> lasting() {
        return router.lasting(context.cluster());
    }

    StepOutcome removeLeftovers() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            // Asked before anything is read: a shift records its intention before it reads, and so needs what is here.
            if (newest().isPresent()) {
                return StepOutcome.of(Happening.done("a shift of the route has begun: what it needs stays"));
            }
            Router.Freeing leftovers = router.releaseLeftovers(context.cluster(), originals, routes());
            if (leftovers.writes().isEmpty()) {
                return forget(leftovers.blocked().orElse("nothing of Gennaker is left"));
            }
            write(leftovers.writes());
        }
        return contended();
    }

    private StepOutcome forget(String said) {
        List<ResourceKey> keys = lasting();
        return new StepOutcome(
                new Happening.Done(Map.of("restored", task.route().title()), said),
                List.of(),
                () -> context.ports().originalRoutes().forget(task.cluster(), keys));
    }

    private List<Resource> routes() {
        var routes = new ArrayList<Resource>();
        ROUTES.forEach((kind, versions) -> versions.stream()
                .filter(version -> context.cluster().serves(version, kind))
                .findFirst()
                .ifPresent(version -> routes.addAll(
                        context.cluster().list(version, kind, task.namespace(), LabelSelector.equal(Map.of())))));
        return routes;
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

    @Override
    public void close() {
        route.close();
    }
}
