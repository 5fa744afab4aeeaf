package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.ApiProblem;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.objects.DeleteOptions;
import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One pod of the newest template on the cluster's one node; the old one goes before the new one comes.
final class DaemonSetController implements Reconciler {

    static final String RESOURCE = "daemonsets.apps";
    private static final String PODS = PodController.RESOURCE;
    private static final String COMPONENT = "daemonset-controller";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ClusterAccess cluster;

    DaemonSetController(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    @Override
    public Collection<ObjectKey> concerns(Change change) {
        return switch (change.key().resource()) {
            case RESOURCE -> List.of(change.key());
            case PODS ->
                Owners.controller(change.object(), "DaemonSet", RESOURCE).stream()
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
        var hash = history.current();
        var pods = Owners.controlled(cluster.store(), PODS, set);
        var refused = false;
        if (pods.isEmpty()) {
            refused = !create(set, hash);
        } else if (!set.path("spec")
                .path("updateStrategy")
                .path("type")
                .asText()
                .equals("OnDelete")) {
            pods.stream()
                    .filter(pod -> !hasHash(pod, hash) && !ClusterObjects.isDeleting(pod))
                    .forEach(pod -> cluster.delete(
                            new ObjectKey(PODS, key.namespace(), Owners.name(pod)), DeleteOptions.background()));
        }
        report(key, hash);
        history.truncate(used(pods, hash));
        return refused ? Optional.of(cluster.now().plus(RETRY)) : Optional.empty();
    }

    private static boolean hasHash(ObjectNode pod, String hash) {
        return RevisionHistory.of(pod).equals(hash);
    }

    private static Set<String> used(List<ObjectNode> pods, String hash) {
        return Stream.concat(Stream.of(hash), pods.stream().map(RevisionHistory::of))
                .collect(Collectors.toSet());
    }

    private boolean create(ObjectNode set, String hash) {
        var pod = Pods.fromTemplate(set.path("spec").path("template"), set);
        pod.withObject("/metadata/labels").put(RevisionHistory.LABEL, hash);
        try {
            var created = cluster.create(PODS, Owners.namespace(set), pod);
            cluster.events().normal(COMPONENT, set, "SuccessfulCreate", "Created pod: " + Owners.name(created));
            return true;
        } catch (ApiProblem refused) {
            cluster.events().warning(COMPONENT, set, "FailedCreate", "Error creating: " + refused.getMessage());
            return false;
        }
    }

    private void report(ObjectKey key, String hash) {
        var set = cluster.find(key);
        if (set == null) {
            return;
        }
        var pods = Owners.controlled(cluster.store(), PODS, set).stream()
                .filter(pod -> !ClusterObjects.isDeleting(pod))
                .toList();
        var ready = pods.stream().filter(pod -> Conditions.isTrue(pod, "Ready")).count();
        cluster.changeStatus(key, status -> {
            status.put("desiredNumberScheduled", 1);
            status.put("currentNumberScheduled", pods.size());
            status.put(
                    "updatedNumberScheduled",
                    pods.stream().filter(pod -> hasHash(pod, hash)).count());
            status.put("numberReady", ready);
            status.put("numberAvailable", ready);
            status.put("numberUnavailable", 1 - ready);
            status.put("numberMisscheduled", 0);
            status.set("observedGeneration", set.path("metadata").path("generation"));
        });
    }
}
