package io.gennaker.outbox.engine;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.Timers;
import io.gennaker.outbox.store.TimerRow;
import io.gennaker.outbox.store.TimerTable;
import java.time.Instant;

/// [Timers] in the store.
public final class StoredTimers implements Timers {
    private final TimerTable timers;
    private final Signal signal;

    public StoredTimers(TimerTable timers, Signal signal) {
        this.timers = timers;
        this.signal = signal;
    }

    @Override
    public void set(String id, String key, Instant due, String payload) {
        Unit unit = Units.current();
        timers.set(new TimerRow(id, key, due, payload, unit.cause()));
        CrashPoints.reached("timer-set");
        unit.wakeAfterCommit(signal);
    }

    @Override
    public void cancel(String id) {
        Units.current();
        timers.remove(id);
    }

    @Override
    public void cancelAll(String key) {
        Units.current();
        timers.removeAll(key);
    }
}
