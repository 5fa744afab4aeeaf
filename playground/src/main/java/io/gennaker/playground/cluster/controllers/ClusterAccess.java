package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.objects.DeleteOptions;
import io.gennaker.playground.cluster.objects.Part;
import io.gennaker.playground.cluster.objects.Writer;
import io.gennaker.playground.cluster.storage.ObjectKey;
import io.gennaker.playground.cluster.storage.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What every reconciler needs: the objects, the clock and the events it reports.
record ClusterAccess(ObjectStore store, ClusterObjects objects, InstantSource clock, EventRecorder events) {

    private static final Writer WRITER = Writer.controller("kube-controller-manager");

    Instant now() {
        return clock.instant();
    }

    @Nullable
    ObjectNode find(ObjectKey key) {
        return store.find(key);
    }

    /// Writes the status of an object; nothing happens when it stays the same.
    ObjectNode changeStatus(ObjectKey key, Consumer<ObjectNode> change) {
        return change(key, Part.STATUS, object -> change.accept(object.withObject("/status")));
    }

    ObjectNode change(ObjectKey key, Part part, Consumer<ObjectNode> change) {
        var kind = objects.kinds().builtIn(key.resource());
        return objects.change(kind, key.namespace(), key.name(), part, WRITER, current -> {
            var copy = current.deepCopy();
            change.accept(copy);
            return copy;
        });
    }

    ObjectNode create(String resource, String namespace, ObjectNode object) {
        return objects.create(objects.kinds().builtIn(resource), namespace, object, WRITER);
    }

    void delete(ObjectKey key, DeleteOptions options) {
        objects.kinds()
                .find(key.resource())
                .ifPresent(kind -> objects.delete(kind, key.namespace(), key.name(), options));
    }
}
