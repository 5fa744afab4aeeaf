package io.gennaker.analysis.metrics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Things that wait, each for an asker: one of each asker in turn, those of one asker in the order in which they came.
///
/// An asker that has nothing left loses its place; who comes new, or again, is last.
final class RoundRobin<T> {

    private final SequencedMap<String, Deque<T>> waiting = new LinkedHashMap<>();

    void add(String asker, T item) {
        waiting.computeIfAbsent(asker, _ -> new ArrayDeque<>()).addLast(item);
    }

    /// Null: nothing waits.
    @Nullable
    T next() {
        var first = waiting.pollFirstEntry();
        if (first == null) {
            return null;
        }
        var item = first.getValue().removeFirst();
        if (!first.getValue().isEmpty()) {
            waiting.putLast(first.getKey(), first.getValue());
        }
        return item;
    }

    /// @return whether it was still waiting
    boolean remove(String asker, T item) {
        var items = waiting.get(asker);
        if (items == null || !items.remove(item)) {
            return false;
        }
        if (items.isEmpty()) {
            waiting.remove(asker);
        }
        return true;
    }
}
