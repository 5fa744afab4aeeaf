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

/// The revisions that a Deployment's ReplicaSets keep.
public final class Revisions {
    public static final String ANNOTATION = "deployment.kubernetes.io/revision";

    private final Resource deployment;
    private final List<Resource> sets;

    /// @param replicaSets among them those of the Deployment
    public Revisions(Resource deployment, List<Resource> replicaSets) {
        this.deployment = deployment;
        this.sets = replicaSets.stream()
                .filter(set -> set.isOwnedBy(deployment.uid()))
                .sorted(Comparator.comparingLong(Revisions::number))
                .toList();
    }

    public static long number(Resource set) {
        String text = set.annotation(ANNOTATION);
        return text == null || !text.matches("\\d{1,18}") ? 0 : Long.parseLong(text);
    }

    /// @param revision null for the one before the current
    /// @throws InvalidManifests naming the revisions that there are
    public Resource find(@Nullable Integer revision) {
        long current = number(deployment);
        return sets.stream()
                .filter(set -> revision == null ? number(set) < current : number(set) == revision)
                .max(Comparator.comparingLong(Revisions::number))
                .orElseThrow(() -> new InvalidManifests(deployment + " keeps no "
                        + (revision == null ? "revision before " + current : "revision " + revision) + "; there are "
                        + sets.stream().map(set -> String.valueOf(number(set))).collect(Collectors.joining(", "))));
    }

    /// The part of the Deployment that Gennaker applies, with the template of an earlier revision. What was applied
    /// since and is not in that template goes; what others own stays.
    ///
    /// @param parse reads the JSON inside the keys of `managedFields`
    public Resource rolledBack(Resource earlier, ExecutionId execution, Function<String, Value> parse) {
        Value owned = OwnedFields.of(deployment, Marks.FIELD_MANAGER);
        Value part = owned.fields().isEmpty()
                ? Value.Fields.EMPTY
                : OwnedFields.project(Desired.of(deployment).body(), owned, parse);
        Value template = earlier.at("spec", "template")
                .drop("metadata", "labels", "pod-template-hash")
                .drop("metadata", "creationTimestamp");
        var wanted = new Resource(part.put(Value.of(deployment.apiVersion()), "apiVersion"))
                .put(Value.of(deployment.kind()), "kind")
                .put(Value.of(deployment.name()), "metadata", "name")
                .put(deployment.at("metadata", "namespace"), "metadata", "namespace")
                .put(template, "spec", "template");
        return Marks.mark(wanted, execution);
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
