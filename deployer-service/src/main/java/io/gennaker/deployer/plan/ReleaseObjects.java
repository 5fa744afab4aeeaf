package io.gennaker.deployer.plan;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.RunningWorkload;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What [io.gennaker.contracts.DeploymentTask.ApplyManifests] writes.
public final class ReleaseObjects {
    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet");
    private static final String[] TEMPLATE_LABELS = {"spec", "template", "metadata", "labels"};

    private ReleaseObjects() {}

    /// The objects in order, marked as Gennaker's; the pods of Deployments carry the track `release`; configuration
    /// that pods refer to stands under names of its content.
    ///
    /// Selectors stay as they are: those of an existing Deployment cannot change.
    public static List<Resource> of(Manifests manifests, ExecutionId execution) {
        return ApplyOrder.sorted(VersionedConfig.in(manifests.objects())).stream()
                .map(object -> Marks.mark(object, execution))
                .map(object -> object.kind().equals("Deployment") ? onReleaseTrack(object) : object)
                .toList();
    }

    private static Resource onReleaseTrack(Resource deployment) {
        Value.Fields labels = deployment.at(TEMPLATE_LABELS).put(Value.of(Track.RELEASE.label()), Track.LABEL);
        return deployment.put(labels, TEMPLATE_LABELS);
    }

    /// An earlier version of a Deployment, whose pods stay on the track of the live one's: routes may lead to it.
    static Resource onTrackOf(Resource live, Resource earlier) {
        return live.kind().equals("Deployment") && isOnReleaseTrack(live) ? onReleaseTrack(earlier) : earlier;
    }

    /// Whether a live Deployment's pods can be told from those of its variants.
    static boolean isOnReleaseTrack(Resource deployment) {
        return deployment.at(TEMPLATE_LABELS).at(Track.LABEL).is(Track.RELEASE.label());
    }

    public static boolean isWorkload(Resource resource) {
        return isWorkload(resource.kind());
    }

    public static boolean isWorkload(String kind) {
        return WORKLOADS.contains(kind);
    }

    /// What a workload runs, unless it is a baseline or a canary, which are gone soon.
    public static Optional<RunningWorkload> running(Resource resource) {
        Value track = resource.at(TEMPLATE_LABELS).at(Track.LABEL);
        if (!isWorkload(resource) || track.isPresent() && !track.is(Track.RELEASE.label())) {
            return Optional.empty();
        }
        List<String> images = resource.at("spec", "template", "spec", "containers").items().stream()
                .map(container -> container.at("image").textOr(""))
                .filter(image -> !image.isEmpty())
                .limit(RunningWorkload.MOST_IMAGES)
                .toList();
        return Optional.of(new RunningWorkload(resource.kind(), resource.name(), images));
    }

    /// The image of a workload's first container; empty when it has none.
    public static String image(Resource workload) {
        return workload.at("spec", "template", "spec", "containers").items().stream()
                .findFirst()
                .map(container -> container.at("image").textOr(""))
                .orElse("");
    }
}
