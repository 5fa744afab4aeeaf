package io.gennaker.playground.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.playground.cluster.kinds.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a kind's schema says about lists and maps, as far as merging needs it: the `x-kubernetes-list-type`,
/// `x-kubernetes-list-map-keys` and `x-kubernetes-map-type` of Kubernetes' OpenAPI. Paths are field names joined by
/// dots, without list positions: `spec.template.spec.containers.env`.
public final class Structure {

    private static final ListShape ATOMIC = new ListShape.Atomic();
    private static final ListShape SET = new ListShape.ValueSet();

    private static final Map<String, ListShape> BUILT_IN_LISTS = Map.ofEntries(
            keyed("containers", "name"),
            keyed("initContainers", "name"),
            keyed("ephemeralContainers", "name"),
            keyed("env", "name"),
            keyed("volumes", "name"),
            keyed("imagePullSecrets", "name"),
            keyed("volumeMounts", "mountPath"),
            keyed("volumeDevices", "devicePath"),
            keyed("hostAliases", "ip"),
            keyed("conditions", "type"),
            keyed("podIPs", "ip"),
            keyed("topologySpreadConstraints", "topologyKey", "whenUnsatisfiable"));

    private static final Map<String, ListShape> METADATA_LISTS =
            Map.of("ownerReferences", new ListShape.Keyed(List.of("uid")), "finalizers", SET);

    private static final ListShape CONTAINER_PORTS = new ListShape.Keyed(List.of("containerPort", "protocol"));
    private static final ListShape SERVICE_PORTS = new ListShape.Keyed(List.of("port", "protocol"));

    private static final Set<String> ATOMIC_MAPS = Set.of(
            "selector",
            "nodeSelector",
            "secretKeyRef",
            "configMapKeyRef",
            "fieldRef",
            "resourceFieldRef",
            "objectSelector",
            "namespaceSelector",
            "labelSelector");

    private final Kind kind;

    public Structure(Kind kind) {
        this.kind = kind;
    }

    /// How the list at a path is merged.
    public ListShape listAt(String path) {
        var name = last(path);
        if (path.equals("metadata." + name)) {
            return METADATA_LISTS.getOrDefault(name, ATOMIC);
        }
        if (kind.custom()) {
            return customList(schemaAt(path));
        }
        if (name.equals("ports")) {
            return switch (kind.name()) {
                case "Service" -> SERVICE_PORTS;
                case "NetworkPolicy" -> ATOMIC;
                default -> CONTAINER_PORTS;
            };
        }
        return BUILT_IN_LISTS.getOrDefault(name, ATOMIC);
    }

    /// Whether the map at a path is one value, replaced and owned as a whole.
    public boolean atomicMapAt(String path) {
        if (kind.custom()) {
            var schema = schemaAt(path);
            return schema != null
                    && schema.path("x-kubernetes-map-type").asText().equals("atomic");
        }
        return ATOMIC_MAPS.contains(last(path));
    }

    private static ListShape customList(@Nullable JsonNode schema) {
        if (schema == null) {
            return ATOMIC;
        }
        return switch (schema.path("x-kubernetes-list-type").asText()) {
            case "set" -> SET;
            case "map" -> {
                var keys = new ArrayList<String>();
                schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
                yield keys.isEmpty() ? ATOMIC : new ListShape.Keyed(keys);
            }
            default -> ATOMIC;
        };
    }

    private @Nullable JsonNode schemaAt(String path) {
        var schema = kind.schema();
        if (schema == null) {
            return null;
        }
        JsonNode at = schema;
        for (var field : path.split("\\.")) {
            at = at.has("items") ? at.path("items") : at;
            at = at.path("properties").has(field) ? at.path("properties").path(field) : at.path("additionalProperties");
        }
        return at.isObject() ? at : null;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static Map.Entry<String, ListShape> keyed(String field, String... keys) {
        return Map.entry(field, new ListShape.Keyed(List.of(keys)));
    }

    static String child(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
