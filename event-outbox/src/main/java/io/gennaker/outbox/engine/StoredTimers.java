package io.gennaker.outbox.engine;

import io.gennaker.outbox.Timers;
import io.gennaker.outbox.store.TimerRow;
import java.time.Instant;

/// [Timers] in the store.
public final class StoredTimers implements Timers {
    private final Signal signal;

    public StoredTimers(Signal signal) {
        this.signal = signal;
    }

    @Override
    public void set(String id, String key, Instant due, String payload) {
        Unit unit = Units.current();
        unit.timers().set(new TimerRow(id, key, due, payload, unit.cause()));
        wake(unit, due);
    }

    @Override
    public void setIfMissing(String id, String key, Instant due, String payload) {
        Unit unit = Units.current();
        unit.timers().setIfMissing(new TimerRow(id, key, due, payload, unit.cause()));
        wake(unit, due);
    }

    private void wake(Unit unit, Instant due) {
        if (due.isBefore(unit.now().plus(TimerRunner.POLL))) {
            unit.wakeAfterCommit(signal);
        }
    }

    @Override
    public void cancel(String id) {
        Units.current().timers().remove(id);
    }

    @Override
    public void cancelAll(String key) {
        Units.current().timers().removeAll(key);
    }
}
