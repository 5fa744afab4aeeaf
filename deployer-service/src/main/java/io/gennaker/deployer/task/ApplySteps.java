package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask.ApplyManifests;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.plan.ReleaseObjects;
import io.gennaker.deployer.plan.Restoration;
import io.gennaker.deployer.plan.VersionedConfig;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.traffic.CarriedTraffic;
import io.gennaker.deployer.traffic.StandingShares;
import io.gennaker.deployer.traffic.TrackServices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The steps of [ApplyManifests] before and after its wait.
final class ApplySteps {
    private final TaskContext context;
    private final ApplyManifests task;
    /// Read once; not kept while pods are waited for.
    private @Nullable List<Resource> objects;
    private @Nullable List<ResourceKey> keys;

    ApplySteps(TaskContext context, ApplyManifests task) {
        this.context = context;
        this.task = task;
    }

    private List<Resource> objects() {
        List<Resource> read = objects != null
                ? objects
                : ReleaseObjects.of(context.manifests(task.manifests().text()), context.execution());
        objects = read;
        return read;
    }

    List<ResourceKey> keys() {
        List<ResourceKey> read = keys != null ? keys : TaskContext.keys(objects());
        keys = read;
        objects = null;
        return read;
    }

    StepOutcome recordPrevious() {
        Cluster cluster = context.cluster();
        var found = new ArrayList<Restoration.Previous>();
        var planned = new PlannedChanges(context);
        var routing = new ArrayList<Resource>();
        Map<ResourceKey, Restoration.Previous> earlier = foundEarlier();
        for (Resource object : objects()) {
            boolean typeIsKnown = cluster.serves(object.apiVersion(), object.kind());
            Resource before = typeIsKnown ? cluster.read(object.key()).orElse(null) : null;
            found.add(
                    earlier.containsKey(object.key()) && isOwn(before)
                            ? earlier.get(object.key())
                            : new Restoration.Previous(object.key(), before));
            if (typeIsKnown && !needsNewNamespace(object, before, found)) {
                Resource wanted = withTraffic(cluster, object);
                planned.add(before, () -> cluster.preview(wanted, forces(object)))
                        .filter(CarriedTraffic::concerns)
                        .ifPresent(routing::add);
            } else {
                planned.addCreated(object);
            }
        }
        Optional<StepOutcome> refusal = planned.refusal();
        if (refusal.isEmpty()) {
            checkWaysBack(context, routing, List.of());
        }
        return refusal.orElseGet(() -> new StepOutcome(
                Happening.done(),
                List.of(planned.report()),
                () -> context.ports().previousObjects().record(context.operation(), found)));
    }

    /// Whoever shares traffic at this moment must find its way back in what is written over its route.
    static void checkWaysBack(TaskContext context, List<Resource> routing, List<ResourceKey> removed) {
        if (routing.isEmpty() && removed.isEmpty()) {
            return;
        }
        context.ports().intendedWeights().inForce().stream()
                .filter(shift -> shift.cluster()
                        .context()
                        .equals(context.task().cluster().context()))
                .filter(shift -> Stream.concat(TaskContext.keys(routing).stream(), removed.stream())
                        .anyMatch(key -> shift.namespace().equals(key.namespace())))
                .forEach(shift -> StandingShares.check(shift.drive(), context.cluster(), routing, removed));
    }

    /// What an earlier attempt at this step found: what is there now may be its work.
    private Map<ResourceKey, Restoration.Previous> foundEarlier() {
        return EarlierAttempts.found(context.operation(), context.ports().previousObjects()).stream()
                .collect(Collectors.toMap(Restoration.Previous::key, Function.identity()));
    }

    private boolean isOwn(@Nullable Resource live) {
        return live != null && Marks.isOf(context.execution(), live);
    }

    /// What goes into a namespace that is yet to be made cannot be tried.
    private static boolean needsNewNamespace(
            Resource object, @Nullable Resource before, List<Restoration.Previous> found) {
        return before == null
                && object.namespace() != null
                && found.stream()
                        .anyMatch(previous -> previous.before() == null
                                && previous.key().kind().equals("Namespace")
                                && previous.key().name().equals(object.namespace()));
    }

    private boolean forces(Resource object) {
        return task.force() || Marks.forcesConflicts(object);
    }

    StepOutcome apply() {
        Cluster cluster = context.cluster();
        List<Resource> objects = objects();
        context.fence().run();
        for (Resource object : objects) {
            if (!cluster.serves(object.apiVersion(), object.kind())) {
                return StepOutcome.of(new Happening.Unavailable(
                        "the cluster does not serve " + object.kind() + " of " + object.apiVersion()
                                + " yet: its definition was applied and is not established",
                        Optional.empty()));
            }
            write(context, object, forces(object));
        }
        var outputs = new LinkedHashMap<String, String>();
        previousImage().ifPresent(image -> outputs.put("previousImage", image));
        return StepOutcome.done(
                outputs, "applied " + objects.stream().map(Resource::toString).collect(Collectors.joining(", ")));
    }

    /// Writes an object, and after it what was made from it.
    static void write(TaskContext context, Resource object, boolean force) {
        Cluster cluster = context.cluster();
        Resource written = cluster.apply(withTraffic(cluster, object), force);
        TrackServices.following(written, cluster, context.execution())
                .ifPresent(service -> cluster.apply(service, true));
    }

    /// A manifest must not undo a split that is in force. It fits the version that was read and no other: the split
    /// may change before it is written.
    static Resource withTraffic(Cluster cluster, Resource object) {
        if (!CarriedTraffic.concerns(object)) {
            return object;
        }
        return cluster.read(object.key())
                .map(live -> CarriedTraffic.into(object, live)
                        .put(Value.of(live.resourceVersion()), "metadata", "resourceVersion"))
                .orElse(object);
    }

    private Optional<String> previousImage() {
        return context.ports().previousObjects().of(context.operation()).stream()
                .flatMap(previous -> Optional.ofNullable(previous.before()).stream())
                .filter(ReleaseObjects::isWorkload)
                .findFirst()
                .map(ReleaseObjects::image);
    }

    /// Tidying up is no reason to fail what is applied and ready.
    StepOutcome collectConfig() {
        if (keys().stream().noneMatch(VersionedConfig::isOfConfig)) {
            return StepOutcome.of(Happening.done());
        }
        List<Resource> current =
                objects().stream().filter(VersionedConfig::isVersion).toList();
        if (current.isEmpty()) {
            return StepOutcome.of(Happening.done());
        }
        try {
            return told(new ConfigCollection(context).collect(current));
        } catch (ClusterProblem.Refused refused) {
            return told("old configuration stays: " + refused.getMessage());
        }
    }

    /// It is the last step: nobody else would say it.
    private StepOutcome told(String said) {
        return new StepOutcome(
                Happening.done(),
                said.isEmpty()
                        ? List.of()
                        : List.of(new DeploymentEvent.Progressed(
                                context.execution(), context.operation(), said, context.now())),
                () -> {});
    }
}
