package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.RestoreRoute;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.traffic.Drive;
import io.gennaker.deployer.traffic.Originals;
import io.gennaker.deployer.traffic.Router;
import io.gennaker.deployer.traffic.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The steps of [RestoreRoute]: destinations first; when all proxies know, what told the release apart.
final class RestoreRouteWork implements AutoCloseable {
    private static final int TRIES = 5;
    /// Types whose objects may lead to what is to be removed.
    private static final Map<String, List<String>> ROUTES = Map.of(
            "VirtualService", List.of("networking.istio.io/v1", "networking.istio.io/v1beta1"),
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
                () -> router.lasting(context.cluster()).stream()
                        .map(Cluster.Selection::one)
                        .collect(Collectors.toSet()));
    }

    StepOutcome restoreRoute() {
        if (lasting().stream().allMatch(key -> originals.of(key).isEmpty())) {
            return StepOutcome.of(new Happening.Needless("Gennaker has left nothing changed in "
                    + task.route().title() + " of namespace " + task.namespace()));
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Router.Freeing restoring = router.restoring(context.cluster(), originals);
            if (restoring.blocked().isPresent()) {
                boolean _ = route.current().isLive();
                return StepOutcome.of(new Happening.Still(
                        restoring.blocked().get() + "; it is restored when that has given everything back",
                        Optional.of(route.lookAgain())));
            }
            if (restoring.writes().isEmpty()) {
                return new StepOutcome(
                        Happening.done(task.route().title() + " leads where it led before the first canary"),
                        List.of(),
                        () -> context.ports().intendedWeights().forget(task.cluster(), task.namespace(), task.route()));
            }
            write(restoring.writes());
        }
        return contended();
    }

    private List<ResourceKey> lasting() {
        return router.lasting(context.cluster());
    }

    StepOutcome removeLeftovers() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            // Asked before anything is read: a shift records its intention before it reads, and so needs what is here.
            boolean isDrivenAgain = context.ports()
                    .intendedWeights()
                    .newest(task.cluster(), task.namespace(), task.route())
                    .isPresent();
            if (isDrivenAgain) {
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
