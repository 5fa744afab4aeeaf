package io.gennaker.outbox.engine;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.store.Cause;
import io.gennaker.outbox.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs units of work: state, inbox and outbox in one transaction, then the signals to who goes on with it.
public final class Units implements UnitOfWork {
    private static final ScopedValue<Unit> CURRENT = ScopedValue.newInstance();

    private final String source;
    private final Store store;
    private final Wakeups wakeups;
    private final Tracing tracing;
    private final InstantSource clock;
    private final MessageIds ids;

    /// @param source CloudEvents source of what is sent, for example `/orchestrator`
    public Units(String source, Store store, Wakeups wakeups, Tracing tracing, InstantSource clock) {
        this.source = source;
        this.store = store;
        this.wakeups = wakeups;
        this.tracing = tracing;
        this.clock = clock;
        this.ids = new MessageIds(clock);
    }

    /// The unit that the calling thread is in.
    static Unit current() {
        if (!CURRENT.isBound()) {
            throw new IllegalStateException("not inside a transaction of the outbox: operations and timers are changed"
                    + " by message, operation and timer handlers, or inside UnitOfWork");
        }
        return CURRENT.get();
    }

    @Override
    public <T extends @Nullable Object> T call(Function<Outbox, T> work) {
        Cause cause = CURRENT.isBound() ? CURRENT.get().cause() : Cause.NONE;
        return within(cause, work::apply);
    }

    <T extends @Nullable Object> T within(Cause cause, Function<Unit, T> work) {
        var unit = new Unit(this, cause);
        try {
            T result = ScopedValue.where(CURRENT, unit)
                    .call(() -> store.transactions()
                            .call(() -> Errors.asFailures(() -> {
                                T value = work.apply(unit);
                                unit.flush();
                                return value;
                            })));
            CrashPoints.reached("committed");
            unit.committed();
            return result;
        } finally {
            unit.end();
        }
    }

    String nextId() {
        return ids.next();
    }

    Instant now() {
        return clock.instant();
    }

    String source() {
        return source;
    }

    Store store() {
        return store;
    }

    Wakeups wakeups() {
        return wakeups;
    }

    Tracing tracing() {
        return tracing;
    }
}
