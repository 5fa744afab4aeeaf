package io.gennaker.outbox.testing;

import io.gennaker.outbox.Operations;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Records what was submitted and cancelled; runs nothing.
public final class InMemoryOperations implements Operations {
    /// An operation as submitted.
    public record Submitted(String id, String key, String command) {}

    private final Map<String, Submitted> submitted = new LinkedHashMap<>();
    private final Set<String> cancelled = new LinkedHashSet<>();

    @Override
    public synchronized boolean submit(String id, String key, String command) {
        return submitted.putIfAbsent(id, new Submitted(id, key, command)) == null;
    }

    @Override
    public synchronized boolean cancel(String id) {
        boolean known = submitted.containsKey(id);
        if (known) {
            cancelled.add(id);
        }
        return known;
    }

    public synchronized List<Submitted> submitted() {
        return List.copyOf(submitted.values());
    }

    public synchronized Set<String> cancelled() {
        return Set.copyOf(cancelled);
    }
}
