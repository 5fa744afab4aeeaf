package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.storage.ObjectKey;
import io.gennaker.playground.cluster.storage.ObjectStore;
import java.util.List;
import java.util.Optional;

/// Who owns whom, by `metadata.ownerReferences`.
final class Owners {

    private Owners() {}

    /// The key of the controlling owner when it is of the given kind.
    static Optional<ObjectKey> controller(ObjectNode object, String kind, String resource) {
        for (var reference : object.path("metadata").path("ownerReferences")) {
            if (reference.path("controller").asBoolean()
                    && reference.path("kind").asText().equals(kind)) {
                return Optional.of(new ObjectKey(
                        resource,
                        object.path("metadata").path("namespace").asText(),
                        reference.path("name").asText()));
            }
        }
        return Optional.empty();
    }

    /// The objects of a resource that an owner controls.
    static List<ObjectNode> controlled(ObjectStore store, String resource, ObjectNode owner) {
        return store.exclusively(() -> store.ownedBy(uid(owner)).stream()
                .filter(key -> key.resource().equals(resource))
                .flatMap(key -> Optional.ofNullable(store.find(key)).stream())
                .toList());
    }

    /// Makes `owner` the controller of a new object.
    static void own(ObjectNode object, ObjectNode owner) {
        object.withObject("/metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", owner.path("apiVersion").asText())
                .put("kind", owner.path("kind").asText())
                .put("name", name(owner))
                .put("uid", uid(owner))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText();
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText();
    }
}
