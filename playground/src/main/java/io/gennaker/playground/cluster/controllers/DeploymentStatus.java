package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Counts a Deployment's pods and words its conditions as the deployment controller of Kubernetes does.
final class DeploymentStatus {

    private static final String NEW_AVAILABLE = "NewReplicaSetAvailable";
    private static final String DEADLINE_EXCEEDED = "ProgressDeadlineExceeded";

    private final ObjectNode deployment;
    private final Instant now;
    private final String freshName;
    private final int wanted;
    private final int replicas;
    private final int updated;
    private final int ready;
    private final int available;
    private final int unavailable;
    /// Why the fresh set's pods cannot be made.
    private final Optional<JsonNode> refusal;

    DeploymentStatus(ObjectNode deployment, List<ObjectNode> sets, Predicate<ObjectNode> isFresh, Instant now) {
        this.deployment = deployment;
        this.now = now;
        this.wanted = deployment.path("spec").path("replicas").asInt();
        this.freshName =
                sets.stream().filter(isFresh).map(Owners::name).findFirst().orElse("");
        this.refusal = sets.stream()
                .filter(isFresh)
                .flatMap(set -> Conditions.find(set.path("status"), "ReplicaFailure").stream())
                .findFirst();
        this.replicas = sum(sets, "replicas");
        this.updated = sum(sets.stream().filter(isFresh).toList(), "replicas");
        this.ready = sum(sets, "readyReplicas");
        this.available = sum(sets, "availableReplicas");
        var told = sets.stream()
                .mapToInt(set -> set.path("spec").path("replicas").asInt())
                .sum();
        this.unavailable = Math.max(0, told - available);
    }

    private static int sum(List<ObjectNode> sets, String field) {
        return sets.stream()
                .mapToInt(set -> set.path("status").path(field).asInt())
                .sum();
    }

    void writeTo(ObjectNode status) {
        var before = status.deepCopy();
        status.set("observedGeneration", deployment.path("metadata").path("generation"));
        count(status, "replicas", replicas);
        count(status, "updatedReplicas", updated);
        count(status, "readyReplicas", ready);
        count(status, "availableReplicas", available);
        count(status, "unavailableReplicas", unavailable);
        var conditions = new Conditions(status, now);
        writeAvailable(conditions);
        writeProgressing(conditions, before);
        refusal.ifPresentOrElse(
                failure -> conditions.set(
                        "ReplicaFailure",
                        "True",
                        failure.path("reason").asText(),
                        failure.path("message").asText(),
                        true),
                () -> Conditions.remove(status, "ReplicaFailure"));
    }

    private static void count(ObjectNode status, String field, int value) {
        if (value == 0) {
            status.remove(field);
        } else {
            status.put(field, value);
        }
    }

    private void writeAvailable(Conditions conditions) {
        if (available >= DeploymentController.minimumAvailable(deployment)) {
            conditions.set(
                    "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", true);
        } else {
            conditions.set(
                    "Available",
                    "False",
                    "MinimumReplicasUnavailable",
                    "Deployment does not have minimum availability.",
                    true);
        }
    }

    private void writeProgressing(Conditions conditions, JsonNode before) {
        var reason = Conditions.find(before, "Progressing")
                .map(condition -> condition.path("reason").asText())
                .orElse("");
        if (complete()) {
            conditions.set(
                    "Progressing",
                    "True",
                    NEW_AVAILABLE,
                    "ReplicaSet \"%s\" has successfully progressed.".formatted(freshName),
                    true);
        } else if (progressed(before)) {
            conditions.set(
                    "Progressing",
                    "True",
                    "ReplicaSetUpdated",
                    "ReplicaSet \"%s\" is progressing.".formatted(freshName),
                    true);
            conditions.touch("Progressing");
        } else if (!reason.equals(NEW_AVAILABLE) && overdue(before)) {
            conditions.set(
                    "Progressing",
                    "False",
                    DEADLINE_EXCEEDED,
                    "ReplicaSet \"%s\" has timed out progressing.".formatted(freshName),
                    true);
        }
    }

    private boolean complete() {
        return updated == wanted && replicas == wanted && available == wanted;
    }

    private boolean progressed(JsonNode before) {
        var oldBefore =
                before.path("replicas").asInt() - before.path("updatedReplicas").asInt();
        return updated > before.path("updatedReplicas").asInt()
                || replicas - updated < oldBefore
                || ready > before.path("readyReplicas").asInt()
                || available > before.path("availableReplicas").asInt();
    }

    private boolean overdue(JsonNode status) {
        return deadline(status).filter(at -> !now.isBefore(at)).isPresent();
    }

    private Optional<Instant> deadline(JsonNode status) {
        var limit = Duration.ofSeconds(
                deployment.path("spec").path("progressDeadlineSeconds").asInt(600));
        return Conditions.find(status, "Progressing")
                .filter(condition -> condition.path("status").asText().equals("True"))
                .filter(condition -> !condition.path("reason").asText().equals(NEW_AVAILABLE))
                .map(condition ->
                        Instant.parse(condition.path("lastUpdateTime").asText()).plus(limit));
    }

    /// When the progress deadline of what is written now would pass.
    Optional<Instant> lookAgain(ObjectNode written) {
        return deadline(written.path("status"));
    }
}
