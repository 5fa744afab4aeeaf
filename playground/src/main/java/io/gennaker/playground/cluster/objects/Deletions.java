package io.gennaker.playground.cluster.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.kinds.Kind;
import io.gennaker.playground.cluster.kinds.KindCatalog;
import io.gennaker.playground.cluster.storage.ObjectKey;
import io.gennaker.playground.cluster.storage.ObjectStore;
import java.time.Duration;
import java.time.InstantSource;

/// Deleting in steps: an object with finalizers, a running pod and a namespace are marked first and go when nothing
/// holds them any more; everything else goes at once.
final class Deletions {

    /// Waits until everything owned is gone.
    private static final String FOREGROUND = "foregroundDeletion";

    /// Waits until everything owned has been let go.
    private static final String ORPHAN = "orphan";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectStore store;
    private final KindCatalog kinds;
    private final InstantSource clock;

    Deletions(ObjectStore store, KindCatalog kinds, InstantSource clock) {
        this.store = store;
        this.kinds = kinds;
        this.clock = clock;
    }

    ObjectNode delete(Kind kind, ObjectNode current, DeleteOptions options) {
        var metadata = current.path("metadata");
        var key = kind.key(
                metadata.path("namespace").asText(), metadata.path("name").asText());
        checkPreconditions(kind, current, options);
        var marked = mark(kind, current, options);
        if (isComplete(kind, marked)) {
            if (!options.dryRun()) {
                remove(key);
            }
            return gone(kind, current);
        }
        if (options.dryRun() || marked.equals(current)) {
            return marked;
        }
        return store.put(key, marked);
    }

    private static void checkPreconditions(Kind kind, ObjectNode current, DeleteOptions options) {
        var metadata = current.path("metadata");
        var name = metadata.path("name").asText();
        if (options.uid() != null && !options.uid().equals(metadata.path("uid").asText())) {
            throw ApiProblem.conflict(
                    kind,
                    name,
                    "the UID in the precondition (%s) does not match the UID in record (%s)"
                            .formatted(options.uid(), metadata.path("uid").asText()));
        }
        if (options.resourceVersion() != null
                && !options.resourceVersion()
                        .equals(metadata.path("resourceVersion").asText())) {
            throw ApiProblem.conflict(
                    kind,
                    name,
                    "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s)"
                            .formatted(
                                    options.resourceVersion(),
                                    metadata.path("resourceVersion").asText()));
        }
    }

    private ObjectNode mark(Kind kind, ObjectNode current, DeleteOptions options) {
        var marked = current.deepCopy();
        var metadata = marked.withObject("/metadata");
        switch (options.propagation()) {
            case BACKGROUND -> {}
            case FOREGROUND -> addFinalizer(metadata, FOREGROUND);
            case ORPHAN -> addFinalizer(metadata, ORPHAN);
        }
        var grace = grace(kind, current, options);
        var again = metadata.hasNonNull("deletionTimestamp");
        if (!again || grace < metadata.path("deletionGracePeriodSeconds").asInt()) {
            metadata.put("deletionTimestamp", Times.format(clock.instant().plus(Duration.ofSeconds(grace))));
            metadata.put("deletionGracePeriodSeconds", grace);
            if (kind.countsGenerations() && !again) {
                metadata.put("generation", metadata.path("generation").asLong() + 1);
            }
        }
        if (kind.name().equals("Namespace")) {
            marked.withObject("/status").put("phase", "Terminating");
        }
        return marked;
    }

    private static void addFinalizer(ObjectNode metadata, String finalizer) {
        var finalizers = metadata.withArray("/finalizers");
        for (var one : finalizers) {
            if (one.asText().equals(finalizer)) {
                return;
            }
        }
        finalizers.add(finalizer);
    }

    private static int grace(Kind kind, JsonNode current, DeleteOptions options) {
        if (!kind.name().equals("Pod")
                || finished(current)
                || !current.path("spec").has("nodeName")) {
            return 0;
        }
        if (options.gracePeriodSeconds() != null) {
            return Math.max(0, options.gracePeriodSeconds());
        }
        return current.path("spec").path("terminationGracePeriodSeconds").asInt(30);
    }

    private static boolean finished(JsonNode pod) {
        var phase = pod.path("status").path("phase").asText();
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /// Whether nothing holds a marked object any more.
    static boolean isComplete(Kind kind, ObjectNode object) {
        var metadata = object.path("metadata");
        var held = !metadata.path("finalizers").isEmpty()
                || (kind.name().equals("Namespace")
                        && !object.path("spec").path("finalizers").isEmpty());
        return ClusterObjects.isDeleting(object)
                && !held
                && metadata.path("deletionGracePeriodSeconds").asInt() == 0;
    }

    /// Takes an object out of the store, and with a custom kind's definition all objects of that kind.
    void remove(ObjectKey key) {
        store.remove(key);
        if (key.resource().equals("customresourcedefinitions.apiextensions.k8s.io")) {
            kinds.remove(key.name());
            store.keys().stream()
                    .filter(instance -> instance.resource().equals(key.name()))
                    .forEach(store::remove);
        }
    }

    private static ObjectNode gone(Kind kind, ObjectNode object) {
        var status = JSON.createObjectNode().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        var details = status.put("status", "Success").putObject("details");
        details.put("name", object.path("metadata").path("name").asText());
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        details.put("kind", kind.plural());
        details.put("uid", object.path("metadata").path("uid").asText());
        return status;
    }
}
