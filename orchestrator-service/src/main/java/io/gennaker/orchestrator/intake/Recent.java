package io.gennaker.orchestrator.intake;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The values used last, up to a total weight. What a key stands for never changes, so there is nothing to invalidate.
/// Thread-safe.
public final class Recent<K, V> {
    private static final float USUAL_LOAD = 0.75f;

    private final long heaviest;
    private final Map<K, Weighed<V>> values = new LinkedHashMap<>(16, USUAL_LOAD, true);
    private long total;

    /// @param heaviest total weight; one value heavier than that is kept alone
    public Recent(long heaviest) {
        this.heaviest = heaviest;
    }

    private record Weighed<V>(V value, long weight) {}

    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key)).map(Weighed::value);
    }

    public synchronized void put(K key, V value, long weight) {
        Weighed<V> before = values.put(key, new Weighed<>(value, weight));
        total += weight - (before == null ? 0 : before.weight());
        dropOldest();
    }

    private void dropOldest() {
        Iterator<Weighed<V>> oldest = values.values().iterator();
        while (total > heaviest && values.size() > 1) {
            total -= oldest.next().weight();
            oldest.remove();
        }
    }
}
