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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Keeps numbered pods: made from the lowest number up, each when the one before is ready, and replaced from the
/// highest down to the partition, one at a time. Volumes are not simulated.
final class StatefulSetController implements Reconciler {

    static final String RESOURCE = "statefulsets.apps";
    private static final String PODS = PodController.RESOURCE;
    private static final String COMPONENT = "statefulset-controller";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ClusterAccess cluster;

    StatefulSetController(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    @Override
    public Collection<ObjectKey> concerns(Change change) {
        return switch (change.key().resource()) {
            case RESOURCE -> List.of(change.key());
            case PODS ->
                Owners.controller(change.object(), "StatefulSet", RESOURCE).stream()
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
        var history = new RevisionHistory(cluster, set);
        var update = history.current();
        var current = set.path("status").path("currentRevision").asText(update);
        var refused = work(set, update, current);
        report(key, update, current);
        history.truncate(used(set, update, current));
        return refused ? Optional.of(cluster.now().plus(RETRY)) : Optional.empty();
    }

    private Set<String> used(ObjectNode set, String update, String current) {
        var used = pods(set).values().stream()
                .map(StatefulSetController::revisionOf)
                .collect(Collectors.toCollection(HashSet::new));
        used.add(update);
        used.add(current);
        return used;
    }

    private Map<Integer, ObjectNode> pods(ObjectNode set) {
        var pods = new TreeMap<Integer, ObjectNode>();
        for (var pod : Owners.controlled(cluster.store(), PODS, set)) {
            var number = Owners.name(pod).substring(Owners.name(set).length() + 1);
            pods.put(Integer.parseInt(number), pod);
        }
        return pods;
    }

    private static int replicas(JsonNode set) {
        return set.path("spec").path("replicas").asInt(1);
    }

    private static boolean isReady(ObjectNode pod) {
        return Conditions.isTrue(pod, "Ready") && !ClusterObjects.isDeleting(pod);
    }

    /// One move at a time.
    ///
    /// @return whether a pod was refused
    private boolean work(ObjectNode set, String update, String current) {
        var pods = pods(set);
        var wanted = replicas(set);
        var ordered = !set.path("spec").path("podManagementPolicy").asText().equals("Parallel");
        for (var number = 0; number < wanted; number++) {
            var pod = pods.get(number);
            if (pod == null) {
                var refused = !create(set, number, number < partition(set) ? current : update);
                if (refused || ordered) {
                    return refused;
                }
            } else if (ordered && !isReady(pod) && !isStuckOnOldRevision(set, pod, number, update)) {
                return false;
            }
        }
        var highest = pods.keySet().stream().max(Integer::compare).orElse(-1);
        if (highest >= wanted) {
            remove(set, Objects.requireNonNull(pods.get(highest)));
            return false;
        }
        replaceOne(set, pods, update);
        return false;
    }

    /// A pod that will never be ready does not keep its better successor away.
    private static boolean isStuckOnOldRevision(ObjectNode set, ObjectNode pod, int number, String update) {
        return number >= partition(set) && !revisionOf(pod).equals(update) && !ClusterObjects.isDeleting(pod);
    }

    private static int partition(JsonNode set) {
        return set.path("spec")
                .path("updateStrategy")
                .path("rollingUpdate")
                .path("partition")
                .asInt(0);
    }

    private static String revisionOf(JsonNode pod) {
        return RevisionHistory.of(pod);
    }

    private void replaceOne(ObjectNode set, Map<Integer, ObjectNode> pods, String update) {
        if (set.path("spec").path("updateStrategy").path("type").asText().equals("OnDelete")) {
            return;
        }
        for (var number = replicas(set) - 1; number >= partition(set); number--) {
            var pod = pods.get(number);
            if (pod != null && !revisionOf(pod).equals(update)) {
                remove(set, pod);
                return;
            }
            if (pod != null && !isReady(pod)) {
                return;
            }
        }
    }

    private void remove(ObjectNode set, ObjectNode pod) {
        if (!ClusterObjects.isDeleting(pod)) {
            cluster.delete(new ObjectKey(PODS, Owners.namespace(set), Owners.name(pod)), DeleteOptions.background());
            cluster.events()
                    .normal(COMPONENT, set, "SuccessfulDelete", "delete Pod %s successful".formatted(Owners.name(pod)));
        }
    }

    private boolean create(ObjectNode set, int number, String revision) {
        var template = new RevisionHistory(cluster, set).template(revision);
        var pod = Pods.fromTemplate(
                template.isPresent() ? template.get() : set.path("spec").path("template"), set);
        var metadata = pod.withObject("/metadata");
        metadata.remove("generateName");
        metadata.put("name", Owners.name(set) + "-" + number);
        metadata.withObject("/labels")
                .put(RevisionHistory.LABEL, revision)
                .put("statefulset.kubernetes.io/pod-name", Owners.name(set) + "-" + number);
        try {
            cluster.create(PODS, Owners.namespace(set), pod);
            cluster.events()
                    .normal(COMPONENT, set, "SuccessfulCreate", "create Pod %s successful".formatted(Owners.name(pod)));
            return true;
        } catch (ApiProblem refused) {
            cluster.events()
                    .warning(
                            COMPONENT,
                            set,
                            "FailedCreate",
                            "create Pod %s failed error: %s".formatted(Owners.name(pod), refused.getMessage()));
            return false;
        }
    }

    private void report(ObjectKey key, String update, String current) {
        var set = cluster.find(key);
        if (set == null) {
            return;
        }
        var pods = pods(set).values();
        var ready = pods.stream().filter(StatefulSetController::isReady).count();
        var updated =
                pods.stream().filter(pod -> revisionOf(pod).equals(update)).count();
        var whole = partition(set) == 0 && updated == replicas(set) && ready == replicas(set) && pods.size() == updated;
        var now = whole ? update : current;
        cluster.changeStatus(key, status -> {
            status.put("replicas", pods.size());
            status.put("readyReplicas", ready);
            status.put("availableReplicas", ready);
            status.put("updatedReplicas", updated);
            status.put(
                    "currentReplicas",
                    pods.stream().filter(pod -> revisionOf(pod).equals(now)).count());
            status.put("currentRevision", now);
            status.put("updateRevision", update);
            status.set("observedGeneration", set.path("metadata").path("generation"));
        });
    }
}
