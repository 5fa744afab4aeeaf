package io.gennaker.playground.mesh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.storage.ObjectKey;
import io.gennaker.playground.registry.ImageBehaviour;
import io.gennaker.playground.registry.ImageRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A pod that the mesh sends requests to.
///
/// @param uid of the pod; another pod of the same name is another endpoint
/// @param workload the Deployment (or other owner) it belongs to
record Endpoint(ObjectKey pod, String uid, Map<String, String> labels, String workload, ImageBehaviour behaviour) {

    /// The endpoint that a pod is now; empty while it is not ready, and once it is being deleted.
    static Optional<Endpoint> of(ObjectNode pod, ImageRegistry images) {
        if (pod.path("metadata").has("deletionTimestamp") || !isReady(pod)) {
            return Optional.empty();
        }
        var imageId = pod.path("status")
                .path("containerStatuses")
                .path(0)
                .path("imageID")
                .asText();
        return images.behaviour(imageId).map(behaviour -> read(pod, behaviour));
    }

    private static Endpoint read(ObjectNode pod, ImageBehaviour behaviour) {
        var metadata = pod.path("metadata");
        var labels = new HashMap<String, String>();
        metadata.path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new Endpoint(
                new ObjectKey(
                        "pods",
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText()),
                metadata.path("uid").asText(),
                Map.copyOf(labels),
                workload(pod, labels),
                behaviour);
    }

    private static boolean isReady(ObjectNode pod) {
        for (var condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static String workload(ObjectNode pod, Map<String, String> labels) {
        var owner = pod.path("metadata").path("ownerReferences").path(0);
        var name = owner.path("name").asText(pod.path("metadata").path("name").asText());
        var hash = "-" + labels.getOrDefault("pod-template-hash", "");
        return owner.path("kind").asText().equals("ReplicaSet") && hash.length() > 1 && name.endsWith(hash)
                ? name.substring(0, name.length() - hash.length())
                : name;
    }

    boolean hasLabels(Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    String label(String name, String otherwise) {
        return labels.getOrDefault(name, otherwise);
    }

    String version() {
        return label("version", "unknown");
    }
}
