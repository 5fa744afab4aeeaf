package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Makes pods of the templates of workloads.
final class Pods {

    private Pods() {}

    static ObjectNode fromTemplate(JsonNode template, ObjectNode owner) {
        var pod = owner.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        var metadata = pod.withObject("/metadata");
        metadata.put("generateName", Owners.name(owner) + "-");
        for (var field : new String[] {"labels", "annotations"}) {
            if (template.path("metadata").has(field)) {
                metadata.set(field, template.path("metadata").path(field).deepCopy());
            }
        }
        Owners.own(pod, owner);
        pod.set("spec", template.path("spec").deepCopy());
        return pod;
    }
}
