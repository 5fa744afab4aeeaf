package io.gennaker.deployer.plan;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Baseline and canary: Deployments beside the release, told from it and from each other by labels.
///
/// Their pods keep every label of the release's pods, so that the same Services select them.
public final class Variants {
    private static final Set<String> COPIED = Set.of("ConfigMap", "Secret");

    private Variants() {}

    /// The release cannot be copied; the message says what to do.
    public static final class NoRelease extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoRelease(String reason) {
            super(reason);
        }
    }

    /// A copy of the running release, as it is in the cluster at this moment.
    ///
    /// @throws NoRelease when its pods cannot be told from those of a copy
    public static Resource baseline(Resource release, ExecutionId execution, int replicas) {
        if (!ReleaseObjects.isOnReleaseTrack(release)) {
            throw new NoRelease(release + " has no label " + Track.LABEL + "=" + Track.RELEASE.label()
                    + " on its pods, so that its pods cannot be told from a canary's; deploy it once with Gennaker"
                    + " (a deploy stage), or add the label to spec.template.metadata.labels");
        }
        return deployment(release, Track.BASELINE, execution, replicas, release.at("spec", "template", "spec"));
    }

    /// The message for a release that is not there at all.
    public static NoRelease missing(String workload, String namespace) {
        return new NoRelease("there is no Deployment " + workload + " in namespace " + namespace
                + "; deploy it once (a deploy stage) before running a canary of it");
    }

    /// The canary's objects in order: copies of the configuration that its pods refer to, then its Deployment.
    ///
    /// Configuration is copied under a name of this revision, so that the release keeps its own.
    ///
    /// @throws InvalidManifests when the manifests do not hold the Deployment
    public static List<Resource> canary(Manifests manifests, String workload, ExecutionId execution, int replicas) {
        Resource written = manifests.deployment(workload);
        Value podSpec = written.at("spec", "template", "spec");
        var referred = ReferredConfig.in(podSpec);
        var copies = new LinkedHashMap<ReferredConfig.Name, Resource>();
        for (Resource object : manifests.objects()) {
            var name = ReferredConfig.Name.of(object);
            if (COPIED.contains(object.kind()) && referred.contains(name)) {
                copies.put(name, configCopy(object, execution));
            }
        }
        Value renamed = ReferredConfig.rename(
                podSpec, name -> copies.containsKey(name) ? ReferredConfig.Name.of(copies.get(name)) : name);
        var objects = new ArrayList<>(copies.values());
        objects.add(deployment(written, Track.CANARY, execution, replicas, renamed));
        return objects;
    }

    private static Resource configCopy(Resource config, ExecutionId execution) {
        var copy = new Resource(config.body().drop("metadata"))
                .put(Value.of(config.name() + "-" + execution.revision()), "metadata", "name")
                .put(config.at("metadata", "namespace"), "metadata", "namespace");
        return labelled(Marks.mark(copy, execution), Track.CANARY, execution, "metadata", "labels");
    }

    private static Resource deployment(
            Resource model, Track track, ExecutionId execution, int replicas, Value podSpec) {
        if (!model.at("spec", "selector").isPresent()) {
            throw new InvalidManifests(model + " has no spec.selector; it is needed to make a " + track.label());
        }
        var deployment = new Resource(Value.Fields.EMPTY)
                .put(Value.of(model.apiVersion()), "apiVersion")
                .put(Value.of("Deployment"), "kind")
                .put(Value.of(track.workload(model.name(), execution)), "metadata", "name")
                .put(model.at("metadata", "namespace"), "metadata", "namespace")
                .put(model.at("spec"), "spec")
                .put(Value.of(replicas), "spec", "replicas")
                .put(podSpec, "spec", "template", "spec");
        Resource marked = Marks.mark(deployment, execution);
        marked = labelled(marked, track, execution, "metadata", "labels");
        marked = labelled(marked, track, execution, "spec", "selector", "matchLabels");
        return labelled(marked, track, execution, "spec", "template", "metadata", "labels")
                .drop("spec", "template", "metadata", "creationTimestamp");
    }

    private static Resource labelled(Resource resource, Track track, ExecutionId execution, String... path) {
        Value labels = resource.at(path);
        for (var mark : Marks.variant(track, execution).entrySet()) {
            labels = labels.put(Value.of(mark.getValue()), mark.getKey());
        }
        return resource.put(labels, path);
    }
}
