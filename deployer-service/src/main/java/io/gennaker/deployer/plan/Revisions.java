package io.gennaker.deployer.plan;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.deployer.resource.OwnedFields;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The earlier pod templates of a workload: a Deployment keeps them in ReplicaSets, a StatefulSet or DaemonSet in
/// ControllerRevisions.
public final class Revisions {
    public static final String ANNOTATION = "deployment.kubernetes.io/revision";
    private static final String CONTROLLER_REVISION = "ControllerRevision";

    private final Resource workload;
    private final List<Resource> kept;

    /// @param keepers of the kind that [#keeper] names, among them those of the workload
    public Revisions(Resource workload, List<Resource> keepers) {
        this.workload = workload;
        this.kept = keepers.stream()
                .filter(keeper -> keeper.isOwnedBy(workload.uid()))
                .sorted(Comparator.comparingLong(Revisions::number))
                .toList();
    }

    /// The kind of apps/v1 in which a workload's earlier templates are kept.
    public static String keeper(Resource workload) {
        return workload.kind().equals("Deployment") ? "ReplicaSet" : CONTROLLER_REVISION;
    }

    public static long number(Resource keeper) {
        if (keeper.kind().equals(CONTROLLER_REVISION)) {
            return keeper.at("revision").numberOr(0);
        }
        String text = keeper.annotation(ANNOTATION);
        return text == null || !text.matches("\\d{1,18}") ? 0 : Long.parseLong(text);
    }

    /// A Deployment says which revision it has; of a set it is the newest that is kept.
    public long current() {
        return workload.kind().equals("Deployment")
                ? number(workload)
                : kept.stream().mapToLong(Revisions::number).max().orElse(0);
    }

    /// @param revision null for the one before the current
    /// @throws InvalidManifests naming the revisions that there are
    public Resource find(@Nullable Long revision) {
        long current = current();
        return kept.stream()
                .filter(keeper -> revision == null ? number(keeper) < current : number(keeper) == revision)
                .max(Comparator.comparingLong(Revisions::number))
                .orElseThrow(() -> new InvalidManifests(workload + " keeps no "
                        + (revision == null ? "revision before " + current : "revision " + revision) + "; there are "
                        + kept.stream()
                                .map(keeper -> String.valueOf(number(keeper)))
                                .collect(Collectors.joining(", "))));
    }

    /// The part of the workload that Gennaker applies, with the template of an earlier revision. What was applied
    /// since and is not in that template goes; what others own stays.
    ///
    /// @param parse reads the JSON inside the keys of `managedFields`
    public Resource rolledBack(Resource earlier, ExecutionId execution, Function<String, Value> parse) {
        Value owned = OwnedFields.of(workload, Marks.FIELD_MANAGER);
        Value part = owned.fields().isEmpty()
                ? Value.Fields.EMPTY
                : OwnedFields.project(Desired.of(workload).body(), owned, parse);
        var wanted = new Resource(part.put(Value.of(workload.apiVersion()), "apiVersion"))
                .put(Value.of(workload.kind()), "kind")
                .put(Value.of(workload.name()), "metadata", "name")
                .put(workload.at("metadata", "namespace"), "metadata", "namespace")
                .put(template(earlier), "spec", "template");
        return Marks.mark(ReleaseObjects.onTrackOf(workload, wanted), execution);
    }

    private static Value template(Resource keeper) {
        Value template = keeper.kind().equals(CONTROLLER_REVISION)
                ? keeper.at("data", "spec", "template").drop("$patch")
                : keeper.at("spec", "template");
        return template.drop("metadata", "labels", "pod-template-hash").drop("metadata", "creationTimestamp");
    }

    /// Of a pod's first container, as its spec names it.
    public static String image(Resource pod) {
        return pod.at("spec", "containers").items().stream()
                .findFirst()
                .map(container -> container.at("image").textOr(""))
                .orElse("");
    }

    /// Of a pod's first container, as its node resolved it.
    public static String imageId(Resource pod) {
        return pod.at("status", "containerStatuses").items().stream()
                .findFirst()
                .map(status -> status.at("imageID").textOr(""))
                .orElse("");
    }
}
