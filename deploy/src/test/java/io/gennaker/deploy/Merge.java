package io.gennaker.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// YAML 1.1 merge keys, which Compose knows and YAML 1.2 does not.
final class Merge {
    private Merge() {}

    static Object resolved(Object node) {
        return switch (node) {
            case Map<?, ?> map -> merged(map);
            case List<?> list -> list.stream().map(Merge::resolved).toList();
            case null -> "";
            default -> node;
        };
    }

    private static Map<String, Object> merged(Map<?, ?> map) {
        var result = new LinkedHashMap<String, Object>();
        if (map.get("<<") instanceof Map<?, ?> defaults) {
            result.putAll(merged(defaults));
        }
        map.forEach((key, value) -> {
            if (!"<<".equals(key)) {
                result.put(key.toString(), value == null ? null : resolved(value));
            }
        });
        return result;
    }
}
