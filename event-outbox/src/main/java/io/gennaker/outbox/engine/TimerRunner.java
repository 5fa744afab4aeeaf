package io.gennaker.outbox.engine;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.store.Cause;
import io.gennaker.outbox.store.DueTimer;
import io.gennaker.outbox.store.StoreFailure;
import io.gennaker.outbox.store.TimerTable;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Fires timers: each in a transaction that removes it. What fails is tried again with growing backoff.
public final class TimerRunner {
    private static final Logger LOG = Logger.getLogger(TimerRunner.class);
    private static final int BATCH = 50;
    /// It looks so often without being told.
    static final Duration POLL = Duration.ofSeconds(1);
    /// Before looking again at a timer whose key another replica is firing.
    private static final Duration SHORTEST = Duration.ofMillis(10);

    private final Units units;
    private final TimerTable timers;
    private final TimerHandler handler;
    private final Backoff backoff;

    public TimerRunner(Units units, TimerHandler handler, Backoff backoff) {
        this.units = units;
        this.timers = units.store().timers();
        this.handler = handler;
        this.backoff = backoff;
    }

    /// Fires what is due.
    ///
    /// @return how long to wait for a signal before the next
    public Duration turn() {
        boolean fired = false;
        for (DueTimer timer : timers.due(BATCH)) {
            fired |= fire(timer);
        }
        return fired ? Duration.ZERO : Waits.between(SHORTEST, timers.untilNext(), POLL);
    }

    private boolean fire(DueTimer timer) {
        try {
            return units.within(Cause.NONE, unit -> takeAndFire(timer, unit));
        } catch (RuntimeException e) {
            if (StoreFailure.passes(e)) {
                throw e;
            }
            Duration wait = backoff.after(timer.failures() + 1);
            LOG.warnf(e, "A timer failed and is tried again timer=%s failures=%d", timer.id(), timer.failures() + 1);
            timers.retryAfter(timer.id(), wait);
            return false;
        }
    }

    private boolean takeAndFire(DueTimer timer, Unit unit) {
        var taken = timers.take(timer);
        taken.ifPresent(row -> {
            CrashPoints.reached("timer-taken");
            unit.causedBy(row.cause(), () -> handler.fired(row.id(), row.key(), row.payload(), row.due(), unit));
            CrashPoints.reached("timer-fired");
        });
        return taken.isPresent();
    }
}
