package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.Times;
import io.gennaker.playground.cluster.storage.ObjectKey;
import io.gennaker.playground.cluster.storage.ObjectStore;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.UUID;

/// Writes the `Event` objects that people read to see why. A repeated event counts up; beyond a bound the oldest go.
final class EventRecorder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEPT = 400;
    private static final int DROPPED_AT_ONCE = 50;

    private final ObjectStore store;
    private final InstantSource clock;

    EventRecorder(ObjectStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void normal(String component, ObjectNode about, String reason, String message) {
        record(component, "Normal", about, reason, message);
    }

    void warning(String component, ObjectNode about, String reason, String message) {
        record(component, "Warning", about, reason, message);
    }

    private void record(String component, String type, ObjectNode about, String reason, String message) {
        var namespace = Owners.namespace(about);
        var same = Integer.toHexString((Owners.uid(about) + reason + message).hashCode());
        var key = new ObjectKey("events", namespace, Owners.name(about) + "." + same);
        var now = Times.format(clock.instant());
        var known = store.find(key);
        if (known != null) {
            var again = known.deepCopy();
            again.put("lastTimestamp", now).put("count", known.path("count").asInt() + 1);
            store.put(key, again);
            return;
        }
        dropOldest();
        store.put(key, event(component, type, about, reason, message, key.name(), now));
    }

    private static ObjectNode event(
            String component, String type, ObjectNode about, String reason, String message, String name, String now) {
        var event = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Event");
        event.withObject("/metadata")
                .put("name", name)
                .put("namespace", Owners.namespace(about))
                .put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", now);
        event.withObject("/involvedObject")
                .put("apiVersion", about.path("apiVersion").asText())
                .put("kind", about.path("kind").asText())
                .put("namespace", Owners.namespace(about))
                .put("name", Owners.name(about))
                .put("uid", Owners.uid(about))
                .put(
                        "resourceVersion",
                        about.path("metadata").path("resourceVersion").asText());
        event.put("reason", reason).put("message", message).put("type", type).put("count", 1);
        event.put("firstTimestamp", now).put("lastTimestamp", now);
        event.withObject("/source").put("component", component);
        event.put("reportingComponent", component).put("reportingInstance", "");
        return event;
    }

    private void dropOldest() {
        var all = store.list("events", null).objects();
        if (all.size() < KEPT) {
            return;
        }
        all.stream()
                .sorted(Comparator.comparing(
                        event -> event.path("lastTimestamp").asText()))
                .limit(DROPPED_AT_ONCE)
                .map(event -> new ObjectKey("events", Owners.namespace(event), Owners.name(event)))
                .toList()
                .forEach(store::remove);
    }
}
