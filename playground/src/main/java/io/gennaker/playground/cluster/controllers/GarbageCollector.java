package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.objects.DeleteOptions;
import io.gennaker.playground.cluster.objects.Part;
import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Deletes what nobody owns any more, and holds back owners that are to go last, or alone.
final class GarbageCollector implements Reconciler {

    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    private final ClusterAccess cluster;

    GarbageCollector(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    @Override
    public Collection<ObjectKey> concerns(Change change) {
        return switch (change.type()) {
            case ADDED ->
                isHeld(change.object()) || change.object().path("metadata").has("ownerReferences")
                        ? List.of(change.key())
                        : List.of();
            case MODIFIED -> isHeld(change.object()) ? List.of(change.key()) : List.of();
            case DELETED -> around(change);
        };
    }

    private static boolean isHeld(JsonNode object) {
        return ClusterObjects.isDeleting(object)
                && !object.path("metadata").path("finalizers").isEmpty();
    }

    /// What a deleted object owned is now to be looked at, and what owned it may have waited for it.
    private List<ObjectKey> around(Change change) {
        var around = new ArrayList<>(dependents(Owners.uid(change.object())));
        for (var reference : change.object().path("metadata").path("ownerReferences")) {
            owner(change.key().namespace(), reference).ifPresent(around::add);
        }
        return around;
    }

    private Optional<ObjectKey> owner(String namespace, JsonNode reference) {
        return cluster.objects()
                .kinds()
                .findByName(
                        reference.path("apiVersion").asText(),
                        reference.path("kind").asText())
                .map(kind -> kind.key(namespace, reference.path("name").asText()));
    }

    private List<ObjectKey> dependents(String uid) {
        return cluster.store().ownedBy(uid);
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var object = cluster.find(key);
        if (object == null) {
            return Optional.empty();
        }
        if (ClusterObjects.isDeleting(object)) {
            release(key, object);
        } else if (isAbandoned(key, object)) {
            cluster.delete(key, DeleteOptions.background());
        }
        return Optional.empty();
    }

    private boolean isAbandoned(ObjectKey key, ObjectNode object) {
        var references = object.path("metadata").path("ownerReferences");
        for (var reference : references) {
            var alive = owner(key.namespace(), reference)
                    .map(cluster::find)
                    .filter(owner ->
                            Owners.uid(owner).equals(reference.path("uid").asText()));
            if (alive.isPresent()) {
                return false;
            }
        }
        return !references.isEmpty();
    }

    private void release(ObjectKey key, ObjectNode object) {
        var dependents = dependents(Owners.uid(object));
        if (has(object, FOREGROUND)) {
            dependents.stream()
                    .filter(this::isNotYetDeleting)
                    .forEach(dependent ->
                            cluster.delete(dependent, DeleteOptions.with(DeleteOptions.Propagation.FOREGROUND)));
            if (dependents.stream().noneMatch(dependent -> cluster.find(dependent) != null)) {
                dropFinalizer(key, FOREGROUND);
            }
        }
        if (has(object, ORPHAN)) {
            dependents.forEach(dependent ->
                    cluster.change(dependent, Part.WHOLE, orphan -> dropReference(orphan, Owners.uid(object))));
            dropFinalizer(key, ORPHAN);
        }
    }

    private boolean isNotYetDeleting(ObjectKey key) {
        var object = cluster.find(key);
        return object != null && !ClusterObjects.isDeleting(object);
    }

    private void dropFinalizer(ObjectKey key, String finalizer) {
        if (cluster.find(key) == null) {
            return;
        }
        cluster.objects()
                .kinds()
                .find(key.resource())
                .ifPresent(_ -> cluster.change(key, Part.WHOLE, object -> {
                    if (object.path("metadata").path("finalizers") instanceof ArrayNode finalizers) {
                        remove(finalizers, one -> one.asText().equals(finalizer));
                    }
                }));
    }

    private static void dropReference(ObjectNode object, String uid) {
        if (object.path("metadata").path("ownerReferences") instanceof ArrayNode references) {
            remove(references, one -> one.path("uid").asText().equals(uid));
        }
    }

    private static void remove(ArrayNode array, Predicate<JsonNode> condition) {
        var elements = array.elements();
        while (elements.hasNext()) {
            if (condition.test(elements.next())) {
                elements.remove();
            }
        }
    }

    private static boolean has(JsonNode object, String finalizer) {
        for (var one : object.path("metadata").path("finalizers")) {
            if (one.asText().equals(finalizer)) {
                return true;
            }
        }
        return false;
    }
}
