package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.ApplyManifests;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.plan.ReleaseObjects;
import io.gennaker.deployer.plan.Restoration;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.traffic.CarriedTraffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The steps of [ApplyManifests] before its wait.
final class ApplySteps {
    private final TaskContext context;
    private final ApplyManifests task;

    ApplySteps(TaskContext context, ApplyManifests task) {
        this.context = context;
        this.task = task;
    }

    private List<Resource> objects() {
        return ReleaseObjects.of(context.manifests(task.manifests().text()), context.execution());
    }

    List<ResourceKey> keys() {
        return TaskContext.keys(objects());
    }

    StepOutcome recordPrevious() {
        Cluster cluster = context.cluster();
        var found = new ArrayList<Restoration.Previous>();
        for (ResourceKey key : keys()) {
            found.add(new Restoration.Previous(key, cluster.read(key).orElse(null)));
        }
        return new StepOutcome(
                Happening.done(),
                List.of(),
                () -> context.ports().previousObjects().record(context.operation(), found));
    }

    StepOutcome apply() {
        Cluster cluster = context.cluster();
        List<Resource> objects = objects();
        context.fence().run();
        objects.forEach(object -> cluster.apply(withTraffic(cluster, object), Marks.forcesConflicts(object)));
        var outputs = new LinkedHashMap<String, String>();
        previousImage().ifPresent(image -> outputs.put("previousImage", image));
        return StepOutcome.done(
                outputs, "applied " + objects.stream().map(Resource::toString).collect(Collectors.joining(", ")));
    }

    /// A manifest must not undo a split that is in force.
    static Resource withTraffic(Cluster cluster, Resource object) {
        return CarriedTraffic.concerns(object)
                ? CarriedTraffic.into(object, cluster.read(object.key()).orElse(null))
                : object;
    }

    private Optional<String> previousImage() {
        return context.ports().previousObjects().of(context.operation()).stream()
                .flatMap(previous -> Optional.ofNullable(previous.before()).stream())
                .filter(ReleaseObjects::isWorkload)
                .findFirst()
                .map(ReleaseObjects::image);
    }
}
