package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.Times;
import java.time.Instant;
import java.util.Optional;

/// The `conditions` of a status under change.
final class Conditions {

    private final ObjectNode status;
    private final String now;

    Conditions(ObjectNode status, Instant now) {
        this.status = status;
        this.now = Times.format(now);
    }

    static Optional<JsonNode> find(JsonNode status, String type) {
        for (var condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    static boolean isTrue(JsonNode object, String type) {
        return find(object.path("status"), type)
                .filter(condition -> condition.path("status").asText().equals("True"))
                .isPresent();
    }

    /// Sets a condition; its transition time moves with its status, its update time (kept by deployments) when asked
    /// for or when anything in it changes.
    void set(String type, String value, String reason, String message, boolean updated) {
        var condition = (ObjectNode) find(status, type).orElse(null);
        if (condition == null) {
            condition = status.withArray("/conditions").addObject().put("type", type);
        }
        var flipped = !condition.path("status").asText().equals(value);
        var changed = flipped || !condition.path("reason").asText().equals(reason);
        condition.put("status", value);
        if (updated && (changed || !condition.has("lastUpdateTime"))) {
            condition.put("lastUpdateTime", now);
        }
        if (flipped) {
            condition.put("lastTransitionTime", now);
        }
        condition.put("reason", reason).put("message", message);
    }

    static void remove(ObjectNode status, String type) {
        var conditions = status.withArray("/conditions");
        for (var at = conditions.size() - 1; at >= 0; at--) {
            if (conditions.get(at).path("type").asText().equals(type)) {
                conditions.remove(at);
            }
        }
        if (conditions.isEmpty()) {
            status.remove("conditions");
        }
    }

    /// Marks a condition as still moving.
    void touch(String type) {
        find(status, type).ifPresent(condition -> ((ObjectNode) condition).put("lastUpdateTime", now));
    }
}
