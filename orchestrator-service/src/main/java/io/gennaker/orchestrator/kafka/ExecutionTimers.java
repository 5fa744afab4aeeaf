package io.gennaker.orchestrator.kafka;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.orchestrator.intake.TimerStore;
import io.gennaker.outbox.Timers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/// Timers of the running transaction. Those of an execution are kept with it and share one row, its alarm; so most
/// stages set and cancel theirs without one.
@ApplicationScoped
class ExecutionTimers {
    /// Before the name of the pipeline whose places a timer is about; a name of an execution has no slash.
    static final String PLACES = "places/";

    private static final String SOON = "soon/";

    /// Before the name of the execution whose files a timer is about.
    static final String FILES = "files/";

    /// The payload of an alarm.
    static final String ALARM = "alarm";

    private final TimerStore store;
    private final Timers rows;

    ExecutionTimers(TimerStore store, Timers rows) {
        this.store = store;
        this.rows = rows;
    }

    void set(ExecutionId execution, Timer timer, Instant due) {
        store.timers(execution).set(timer, due).ifPresent(alarm -> setAlarm(execution, alarm));
    }

    private void setAlarm(ExecutionId execution, Instant due) {
        rows.set(execution.value(), execution.value(), due, ALARM);
    }

    void cancel(ExecutionId execution, Timer timer) {
        store.timers(execution).cancel(timer);
    }

    void cancelAll(ExecutionId execution) {
        store.timers(execution).cancelAll();
        rows.cancelAll(execution.value());
    }

    /// The alarm went off, so its row is gone. To be asked until it is empty: then the alarm is set for the next.
    ///
    /// @return the first that is due, taken out
    Optional<Timer> ring(ExecutionId execution, Instant now) {
        var timers = store.timers(execution);
        var fired = timers.ring(now);
        var next = timers.alarm();
        if (fired.isEmpty() && next != null) {
            setAlarm(execution, next);
        }
        return fired;
    }

    void fillPlaces(String pipeline, Instant due) {
        rows.set(PLACES + pipeline, PLACES + pipeline, due, PLACES + pipeline);
    }

    /// A row of its own: a time that is set for later must not put this off.
    void fillPlacesSoon(String pipeline, Instant now) {
        rows.set(SOON + PLACES + pipeline, PLACES + pipeline, now, PLACES + pipeline);
    }

    void expectFiles(ExecutionId execution, Instant due) {
        rows.set(FILES + execution, FILES + execution, due, FILES + execution);
    }
}
