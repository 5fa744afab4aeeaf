package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.objects.DeleteOptions;
import io.gennaker.playground.cluster.objects.Part;
import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Rolls a Deployment: one ReplicaSet per template, sizes as [Rollout] says, status as Kubernetes reports it.
final class DeploymentController implements Reconciler {

    static final String RESOURCE = "deployments.apps";
    private static final String REPLICA_SETS = ReplicaSetController.RESOURCE;
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String COMPONENT = "deployment-controller";

    private final ClusterAccess cluster;

    DeploymentController(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    @Override
    public Collection<ObjectKey> concerns(Change change) {
        return switch (change.key().resource()) {
            case RESOURCE -> List.of(change.key());
            case REPLICA_SETS ->
                Owners.controller(change.object(), "Deployment", RESOURCE).stream()
                        .toList();
            default -> List.of();
        };
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var deployment = cluster.find(key);
        if (deployment == null || ClusterObjects.isDeleting(deployment)) {
            return Optional.empty();
        }
        var hash = TemplateHash.of(deployment.path("spec").path("template"));
        var paused = deployment.path("spec").path("paused").asBoolean();
        if (fresh(deployment, hash).isEmpty() && !paused) {
            createReplicaSet(deployment, hash);
        }
        fresh(deployment, hash).ifPresent(current -> takeRevision(key, deployment, current));
        if (!paused) {
            roll(key, hash);
        }
        return report(key, hash);
    }

    private List<ObjectNode> replicaSets(ObjectNode deployment) {
        return Owners.controlled(cluster.store(), REPLICA_SETS, deployment).stream()
                .filter(set -> !ClusterObjects.isDeleting(set))
                .sorted(Comparator.comparingLong(DeploymentController::revision))
                .toList();
    }

    private Optional<ObjectNode> fresh(ObjectNode deployment, String hash) {
        return replicaSets(deployment).stream()
                .filter(set -> hasHash(set, hash))
                .findFirst();
    }

    private static boolean hasHash(ObjectNode set, String hash) {
        return set.path("metadata")
                .path("labels")
                .path(TemplateHash.LABEL)
                .asText()
                .equals(hash);
    }

    private static long revision(JsonNode object) {
        return object.path("metadata").path("annotations").path(REVISION).asLong();
    }

    private void createReplicaSet(ObjectNode deployment, String hash) {
        var set = deployment.objectNode();
        set.put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
        var metadata = set.withObject("/metadata");
        metadata.put("name", Owners.name(deployment) + "-" + hash);
        var template = (ObjectNode) deployment.path("spec").path("template").deepCopy();
        template.withObject("/metadata/labels").put(TemplateHash.LABEL, hash);
        metadata.set("labels", template.path("metadata").path("labels").deepCopy());
        metadata.withObject("/annotations").put(REVISION, Long.toString(lastRevision(deployment) + 1));
        Owners.own(set, deployment);
        var spec = set.withObject("/spec");
        spec.put("replicas", 0);
        if (deployment.path("spec").has("minReadySeconds")) {
            spec.set("minReadySeconds", deployment.path("spec").path("minReadySeconds"));
        }
        spec.set("selector", deployment.path("spec").path("selector").deepCopy());
        spec.withObject("/selector/matchLabels").put(TemplateHash.LABEL, hash);
        spec.set("template", template);
        cluster.create(REPLICA_SETS, Owners.namespace(deployment), set);
        cluster.changeStatus(
                new ObjectKey(RESOURCE, Owners.namespace(deployment), Owners.name(deployment)),
                status -> new Conditions(status, cluster.now())
                        .set(
                                "Progressing",
                                "True",
                                "NewReplicaSetCreated",
                                "Created new replica set \"%s\"".formatted(Owners.name(set)),
                                true));
    }

    private long lastRevision(ObjectNode deployment) {
        return replicaSets(deployment).stream()
                .mapToLong(DeploymentController::revision)
                .max()
                .orElse(0);
    }

    /// The current template carries the highest revision, also when it is an old one that came back.
    private void takeRevision(ObjectKey key, ObjectNode deployment, ObjectNode fresh) {
        var others = replicaSets(deployment).stream()
                .filter(set -> !Owners.uid(set).equals(Owners.uid(fresh)))
                .mapToLong(DeploymentController::revision)
                .max()
                .orElse(0);
        var revision = Math.max(others + 1, revision(fresh));
        if (revision(fresh) != revision) {
            cluster.change(keyOf(fresh), Part.WHOLE, set -> annotate(set, revision));
        }
        if (revision(deployment) != revision) {
            cluster.change(key, Part.WHOLE, object -> annotate(object, revision));
        }
    }

    private static void annotate(ObjectNode object, long revision) {
        object.withObject("/metadata/annotations").put(REVISION, Long.toString(revision));
    }

    private void roll(ObjectKey key, String hash) {
        var deployment = required(key);
        var sets = replicaSets(deployment);
        var fresh = sets.stream().filter(set -> hasHash(set, hash)).findFirst().orElseThrow();
        var old = sets.stream().filter(set -> !hasHash(set, hash)).toList();
        if (deployment.path("spec").path("strategy").path("type").asText().equals("Recreate")) {
            recreate(deployment, fresh, old);
        } else {
            var rollout = rollout(deployment, fresh, old);
            scale(deployment, fresh, rollout.freshSize());
            var sizes = rollout.oldSizes();
            old.forEach(set -> scale(deployment, set, Objects.requireNonNull(sizes.get(Owners.name(set)))));
        }
        forgetOldest(deployment, old);
    }

    private void recreate(ObjectNode deployment, ObjectNode fresh, List<ObjectNode> old) {
        old.forEach(set -> scale(deployment, set, 0));
        var stillThere = old.stream()
                .flatMap(set -> Owners.controlled(cluster.store(), PodController.RESOURCE, set).stream())
                .count();
        if (stillThere == 0) {
            scale(deployment, fresh, replicas(deployment));
        }
    }

    private static Rollout rollout(ObjectNode deployment, ObjectNode fresh, List<ObjectNode> old) {
        var rolling = deployment.path("spec").path("strategy").path("rollingUpdate");
        return Rollout.of(
                replicas(deployment),
                rolling.path("maxSurge").asText("25%"),
                rolling.path("maxUnavailable").asText("25%"),
                size(fresh),
                old.stream().map(DeploymentController::size).toList());
    }

    private static Rollout.Size size(ObjectNode set) {
        return new Rollout.Size(
                Owners.name(set),
                replicas(set),
                set.path("status").path("availableReplicas").asInt());
    }

    private static int replicas(JsonNode object) {
        return object.path("spec").path("replicas").asInt();
    }

    private void scale(ObjectNode deployment, ObjectNode set, int size) {
        var before = replicas(set);
        if (before == size) {
            return;
        }
        cluster.change(
                keyOf(set), Part.WHOLE, object -> object.withObject("/spec").put("replicas", size));
        cluster.events()
                .normal(
                        COMPONENT,
                        deployment,
                        "ScalingReplicaSet",
                        "Scaled %s replica set %s from %d to %d"
                                .formatted(size > before ? "up" : "down", Owners.name(set), before, size));
    }

    private void forgetOldest(ObjectNode deployment, List<ObjectNode> old) {
        var limit = deployment.path("spec").path("revisionHistoryLimit").asInt(10);
        var empty = new ArrayList<>(old.stream()
                .filter(set -> replicas(set) == 0
                        && set.path("status").path("replicas").asInt() == 0)
                .toList());
        while (empty.size() > limit) {
            cluster.delete(keyOf(empty.removeFirst()), DeleteOptions.background());
        }
    }

    private Optional<Instant> report(ObjectKey key, String hash) {
        var deployment = required(key);
        var sets = replicaSets(deployment);
        var status = new DeploymentStatus(deployment, sets, set -> hasHash(set, hash), cluster.now());
        cluster.changeStatus(key, status::writeTo);
        return status.lookAgain(required(key));
    }

    private ObjectNode required(ObjectKey key) {
        var found = cluster.find(key);
        if (found == null) {
            throw new IllegalStateException("Gone while it was reconciled: " + key);
        }
        return found;
    }

    private static ObjectKey keyOf(ObjectNode set) {
        return new ObjectKey(REPLICA_SETS, Owners.namespace(set), Owners.name(set));
    }

    /// The fewest available pods that the deployment accepts.
    static int minimumAvailable(ObjectNode deployment) {
        var empty = new Rollout.Size("", 0, 0);
        var rolling = deployment.path("spec").path("strategy").path("rollingUpdate");
        return Rollout.of(
                        replicas(deployment),
                        rolling.path("maxSurge").asText("0"),
                        rolling.path("maxUnavailable").asText("0"),
                        empty,
                        List.of())
                .minimumAvailable();
    }
}
