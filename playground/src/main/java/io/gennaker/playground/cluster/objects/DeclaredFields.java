package io.gennaker.playground.cluster.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.kinds.Kind;
import java.util.Map;
import java.util.Set;

/// The fields that a real server's schema has in the `spec` of workloads. As there, an applied manifest with another
// one
/// is answered 500.
final class DeclaredFields {
    private static final Map<String, Set<String>> SPEC = Map.of(
            "Deployment",
            Set.of(
                    "minReadySeconds",
                    "paused",
                    "progressDeadlineSeconds",
                    "replicas",
                    "revisionHistoryLimit",
                    "selector",
                    "strategy",
                    "template"),
            "StatefulSet",
            Set.of(
                    "minReadySeconds",
                    "ordinals",
                    "persistentVolumeClaimRetentionPolicy",
                    "podManagementPolicy",
                    "replicas",
                    "revisionHistoryLimit",
                    "selector",
                    "serviceName",
                    "template",
                    "updateStrategy",
                    "volumeClaimTemplates"),
            "DaemonSet",
            Set.of("minReadySeconds", "revisionHistoryLimit", "selector", "template", "updateStrategy"));

    private DeclaredFields() {}

    static void check(Kind kind, ObjectNode configuration) {
        Set<String> declared = kind.custom() ? null : SPEC.get(kind.name());
        if (declared == null) {
            return;
        }
        for (var field : configuration.path("spec").properties()) {
            if (!declared.contains(field.getKey())) {
                throw ApiProblem.of(
                        500,
                        "failed to create typed patch object: .spec.%s: field not declared in schema"
                                .formatted(field.getKey()));
            }
        }
    }
}
