package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.ApiProblem;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.objects.DeleteOptions;
import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Keeps as many pods of one template as a ReplicaSet says.
final class ReplicaSetController implements Reconciler {

    static final String RESOURCE = "replicasets.apps";
    private static final String PODS = PodController.RESOURCE;
    private static final String COMPONENT = "replicaset-controller";

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ClusterAccess cluster;

    ReplicaSetController(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    @Override
    public Collection<ObjectKey> concerns(Change change) {
        return switch (change.key().resource()) {
            case RESOURCE -> List.of(change.key());
            case PODS ->
                Owners.controller(change.object(), "ReplicaSet", RESOURCE).stream()
                        .toList();
            default -> List.of();
        };
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var set = cluster.find(key);
        if (set == null || ClusterObjects.isDeleting(set)) {
            return Optional.empty();
        }
        var wanted = set.path("spec").path("replicas").asInt();
        var active = active(set);
        var refusal = "";
        for (var missing = active.size(); missing < wanted && refusal.isEmpty(); missing++) {
            refusal = createPod(set);
        }
        active.stream()
                .sorted(LEAST_USEFUL_FIRST)
                .limit(Math.max(0, active.size() - wanted))
                .forEach(pod -> {
                    cluster.delete(new ObjectKey(PODS, key.namespace(), Owners.name(pod)), DeleteOptions.background());
                    cluster.events().normal(COMPONENT, set, "SuccessfulDelete", "Deleted pod: " + Owners.name(pod));
                });
        return soonest(report(key, set, refusal), refusal);
    }

    /// What was refused is tried again, though nothing here may change.
    private Optional<Instant> soonest(Optional<Instant> next, String refusal) {
        var again = cluster.now().plus(RETRY);
        return refusal.isEmpty()
                ? next
                : Optional.of(next.filter(at -> at.isBefore(again)).orElse(again));
    }

    private List<ObjectNode> active(ObjectNode set) {
        return Owners.controlled(cluster.store(), PODS, set).stream()
                .filter(pod -> !ClusterObjects.isDeleting(pod) && !PodController.isFinished(pod))
                .toList();
    }

    /// Pods that are not ready go first, then the youngest.
    private static final Comparator<ObjectNode> LEAST_USEFUL_FIRST = Comparator.<ObjectNode, Boolean>comparing(
                    pod -> Conditions.isTrue(pod, "Ready"))
            .thenComparing(pod -> pod.path("metadata").path("creationTimestamp").asText(), Comparator.reverseOrder())
            .thenComparing(Owners::name);

    /// @return why there is none; empty when there is one
    private String createPod(ObjectNode set) {
        var pod = Pods.fromTemplate(set.path("spec").path("template"), set);
        try {
            var created = cluster.create(PODS, Owners.namespace(set), pod);
            cluster.events().normal(COMPONENT, set, "SuccessfulCreate", "Created pod: " + Owners.name(created));
            return "";
        } catch (ApiProblem refused) {
            var message = String.valueOf(refused.getMessage());
            cluster.events().warning(COMPONENT, set, "FailedCreate", "Error creating: " + message);
            return message;
        }
    }

    private Optional<Instant> report(ObjectKey key, ObjectNode set, String refusal) {
        var active = active(set);
        var ready =
                active.stream().filter(pod -> Conditions.isTrue(pod, "Ready")).toList();
        var minimum =
                Duration.ofSeconds(set.path("spec").path("minReadySeconds").asInt());
        var now = cluster.now();
        var soon = ready.stream()
                .map(pod -> readySince(pod).plus(minimum))
                .filter(at -> at.isAfter(now))
                .toList();
        cluster.changeStatus(key, status -> {
            status.put("replicas", active.size());
            status.put("fullyLabeledReplicas", active.size());
            status.put("readyReplicas", ready.size());
            status.put("availableReplicas", ready.size() - soon.size());
            if (!refusal.isEmpty()) {
                new Conditions(status, now).set("ReplicaFailure", "True", "FailedCreate", refusal, false);
            } else {
                Conditions.remove(status, "ReplicaFailure");
            }
            status.set("observedGeneration", set.path("metadata").path("generation"));
        });
        return soon.stream().min(Comparator.naturalOrder());
    }

    private static Instant readySince(JsonNode pod) {
        return Conditions.find(pod.path("status"), "Ready")
                .map(condition ->
                        Instant.parse(condition.path("lastTransitionTime").asText()))
                .orElse(Instant.MAX);
    }
}
