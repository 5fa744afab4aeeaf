package io.gennaker.outbox.testing;

import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.Timers;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps timers; a test fires them.
public final class InMemoryTimers implements Timers {
    /// A timer as set.
    public record Timer(String id, String key, Instant due, String payload) {}

    private final Map<String, Timer> timers = new LinkedHashMap<>();

    @Override
    public synchronized void set(String id, String key, Instant due, String payload) {
        timers.put(id, new Timer(id, key, due, payload));
    }

    @Override
    public synchronized void setIfMissing(String id, String key, Instant due, String payload) {
        timers.putIfAbsent(id, new Timer(id, key, due, payload));
    }

    @Override
    public synchronized void cancel(String id) {
        timers.remove(id);
    }

    @Override
    public synchronized void cancelAll(String key) {
        timers.values().removeIf(timer -> timer.key().equals(key));
    }

    /// Those that are set, earliest first.
    public synchronized List<Timer> set() {
        return timers.values().stream().sorted(Comparator.comparing(Timer::due)).toList();
    }

    /// Fires what is due at `now`, earliest first; also what that sets, if it is due.
    public synchronized void fireDue(Instant now, TimerHandler handler, Outbox outbox) {
        var next = due(now);
        while (next != null) {
            timers.remove(next.id());
            handler.fired(next.id(), next.key(), next.payload(), next.due(), outbox);
            next = due(now);
        }
    }

    private @Nullable Timer due(Instant now) {
        return set().stream()
                .filter(timer -> !timer.due().isAfter(now))
                .findFirst()
                .orElse(null);
    }
}
