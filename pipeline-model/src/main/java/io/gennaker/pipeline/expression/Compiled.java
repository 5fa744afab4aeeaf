package io.gennaker.pipeline.expression;

import dev.cel.common.CelValidationResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Expressions compiled lately: pipelines that one template makes hold the same ones, a thousand times over.
final class Compiled {
    private static final int MOST = 500;

    private final Map<Key, CelValidationResult> recent = new Recent();

    private record Key(Set<String> roots, String source) {}

    private static final class Recent extends LinkedHashMap<Key, CelValidationResult> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(MOST, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CelValidationResult> eldest) {
            return size() > MOST;
        }
    }

    CelValidationResult get(Set<String> roots, String source, Supplier<CelValidationResult> compile) {
        var key = new Key(Set.copyOf(roots), source);
        synchronized (recent) {
            CelValidationResult known = recent.get(key);
            if (known != null) {
                return known;
            }
        }
        CelValidationResult result = compile.get();
        synchronized (recent) {
            recent.put(key, result);
        }
        return result;
    }
}
