package io.gennaker.outbox.engine;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.store.TimerRow;
import io.gennaker.outbox.store.TimerTable;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/// What one transaction does to timers, gathered to be written at once.
final class TimerChanges {
    /// By id, so that all transactions lock rows in one order.
    private final TreeMap<String, TimerRow> set = new TreeMap<>();

    private final TreeMap<String, TimerRow> missing = new TreeMap<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> removedKeys = new HashSet<>();

    void set(TimerRow timer) {
        set.put(timer.id(), timer);
    }

    void setIfMissing(TimerRow timer) {
        missing.putIfAbsent(timer.id(), timer);
    }

    void remove(String id) {
        set.remove(id);
        missing.remove(id);
        removed.add(id);
    }

    void removeAll(String key) {
        set.values().removeIf(timer -> timer.key().equals(key));
        missing.values().removeIf(timer -> timer.key().equals(key));
        removedKeys.add(key);
    }

    /// What was set after it was removed stays.
    void write(TimerTable timers) {
        if (!removedKeys.isEmpty()) {
            timers.removeAll(removedKeys);
        }
        removed.removeAll(set.keySet());
        if (!removed.isEmpty() || !set.isEmpty()) {
            timers.change(removed, set.values());
            CrashPoints.reached("timer-set");
        }
        if (!missing.isEmpty()) {
            timers.addMissing(missing.values());
        }
    }
}
