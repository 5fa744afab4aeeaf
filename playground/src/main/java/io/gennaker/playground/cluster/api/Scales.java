package io.gennaker.playground.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.ApiProblem;
import io.gennaker.playground.cluster.objects.LabelSelector;

/// The scale subresource: a workload seen as nothing but its number of replicas.
final class Scales {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Scales() {}

    static ObjectNode of(ObjectNode workload) {
        var scale = JSON.createObjectNode().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        var metadata = scale.putObject("metadata");
        for (var field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            metadata.set(field, workload.path("metadata").path(field));
        }
        scale.putObject("spec")
                .put("replicas", workload.path("spec").path("replicas").asInt());
        scale.putObject("status")
                .put("replicas", workload.path("status").path("replicas").asInt())
                .put(
                        "selector",
                        LabelSelector.of(workload.path("spec").path("selector")).text());
        return scale;
    }

    /// The workload with the replicas of a changed scale.
    static ObjectNode scaled(ObjectNode workload, JsonNode scale) {
        var replicas = scale.path("spec").path("replicas");
        if (!replicas.isIntegralNumber()) {
            throw ApiProblem.badRequest("spec.replicas: a whole number was expected, found " + replicas);
        }
        var copy = workload.deepCopy();
        copy.withObject("/spec").set("replicas", replicas);
        var version = scale.path("metadata").path("resourceVersion");
        if (version.isTextual()) {
            copy.withObject("/metadata").set("resourceVersion", version);
        }
        return copy;
    }
}
