package io.gennaker.playground.cluster.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.kinds.Kind;
import io.gennaker.playground.cluster.storage.ObjectStore;

/// ResourceQuotas, as far as they count pods: `spec.hard.pods`. What pods ask of memory and processors is not counted.
final class Quotas {

    private final ObjectStore store;

    Quotas(ObjectStore store) {
        this.store = store;
    }

    /// @throws ApiProblem 403 when one more pod is too many
    void check(Kind kind, String namespace, ObjectNode object) {
        if (!kind.resource().equals("pods")) {
            return;
        }
        var used = store.list("pods", namespace).objects().stream()
                .filter(pod -> !isOver(pod))
                .count();
        for (var quota : store.list("resourcequotas", namespace).objects()) {
            var hard = quota.path("spec").path("hard").path("pods");
            if (!hard.isMissingNode() && used + 1 > hard.asLong()) {
                throw ApiProblem.forbidden(
                        "pods \"%s\" is forbidden: exceeded quota: %s, requested: pods=1, used: pods=%d, limited: pods=%s"
                                .formatted(
                                        written(object),
                                        quota.path("metadata").path("name").asText(),
                                        used,
                                        hard.asText()));
            }
        }
    }

    /// The name as its maker wrote it: a generated one differs each time it is tried, and whoever keeps the message
    /// would see a change each time.
    private static String written(ObjectNode object) {
        var prefix = object.path("metadata").path("generateName").asText("");
        return prefix.isEmpty() ? object.path("metadata").path("name").asText() : prefix;
    }

    private static boolean isOver(ObjectNode pod) {
        var phase = pod.path("status").path("phase").asText();
        return phase.equals("Succeeded") || phase.equals("Failed");
    }
}
