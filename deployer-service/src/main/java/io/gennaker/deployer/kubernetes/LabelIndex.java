package io.gennaker.deployer.kubernetes;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the keys of objects by one of their labels: with hundreds of tasks at one watch, nobody looks through all.
final class LabelIndex {
    private final Map<Map.Entry<String, String>, Set<String>> keys = new ConcurrentHashMap<>();

    void add(String key, Map<String, String> labels) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            keys.compute(Map.entry(label.getKey(), label.getValue()), (_, known) -> {
                Set<String> all = known == null ? ConcurrentHashMap.newKeySet() : known;
                all.add(key);
                return all;
            });
        }
    }

    void remove(String key, Map<String, String> labels) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            keys.computeIfPresent(Map.entry(label.getKey(), label.getValue()), (_, known) -> {
                known.remove(key);
                return known.isEmpty() ? null : known;
            });
        }
    }

    Set<String> with(Map.Entry<String, String> label) {
        return keys.getOrDefault(label, Set.of());
    }
}
