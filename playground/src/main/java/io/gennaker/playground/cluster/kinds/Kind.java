package io.gennaker.playground.cluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.playground.cluster.storage.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One kind of object that the API server serves.
///
/// @param group empty for the core group
/// @param versions every served version, the one objects are stored under first
/// @param status whether `status` is a part of its own, written only through its subresource
/// @param custom whether a custom resource definition brought it
/// @param schema the structural schema of a custom kind, null when it has none
public record Kind(
        String group,
        List<String> versions,
        String name,
        String plural,
        String singular,
        List<String> shortNames,
        List<String> categories,
        boolean namespaced,
        boolean status,
        boolean scale,
        boolean custom,
        @Nullable JsonNode schema) {

    /// The built-in kinds whose `metadata.generation` counts changes of what is wanted.
    private static final List<String> COUNTED = List.of(
            "Deployment",
            "ReplicaSet",
            "StatefulSet",
            "DaemonSet",
            "Job",
            "CronJob",
            "Ingress",
            "PodDisruptionBudget",
            "CustomResourceDefinition");

    public Kind {
        versions = List.copyOf(versions);
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("The kind " + name + " serves no version");
        }
    }

    /// Plural and group: `deployments.apps`, `pods`.
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    public String storedApiVersion() {
        return apiVersion(versions.getFirst());
    }

    public String apiVersion(String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public ObjectKey key(String namespace, String objectName) {
        return new ObjectKey(resource(), namespaced ? namespace : "", objectName);
    }

    public boolean countsGenerations() {
        return custom || COUNTED.contains(name);
    }
}
