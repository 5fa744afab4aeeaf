package io.gennaker.outbox.engine;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.MessageType;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// One transaction, seen from the work inside it: what it sends, and what is to happen once it has committed.
///
/// Used by one thread, and only until the work returns.
final class Unit implements Outbox {
    private final Units units;
    private final Packing sent = new Packing();
    private final List<BusRecord> asTheyAre = new ArrayList<>();
    private final List<Runnable> last = new ArrayList<>();
    private final Set<Signal> signals = new LinkedHashSet<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final TimerChanges timers = new TimerChanges();
    private Cause cause;
    private boolean ended;

    Unit(Units units, Cause cause) {
        this.units = units;
        this.cause = cause;
    }

    Cause cause() {
        return cause;
    }

    /// Does `work`; what it sends and submits is caused by `cause`.
    void causedBy(Cause cause, Runnable work) {
        Cause before = this.cause;
        this.cause = cause;
        try {
            work.run();
        } finally {
            this.cause = before;
        }
    }

    @Override
    public void send(Message message) {
        if (ended) {
            throw new IllegalStateException("the transaction of this outbox has ended; "
                    + MessageType.of(message).type() + " for " + message.key() + " would be lost");
        }
        var type = MessageType.of(message);
        sent.add(new Envelope(
                units.nextId(),
                units.source(),
                units.now(),
                cause.messageId(),
                units.tracing().sending(type, cause.traceparent()),
                message));
    }

    @Override
    public void sendLast(Supplier<? extends Message> message) {
        Cause ofThis = cause;
        last.add(() -> causedBy(ofThis, () -> send(message.get())));
    }

    Instant now() {
        return units.now();
    }

    TimerChanges timers() {
        return timers;
    }

    void sendAsIs(BusRecord record) {
        asTheyAre.add(record);
    }

    void wakeAfterCommit(Signal signal) {
        signals.add(signal);
    }

    void afterCommit(Runnable work) {
        afterCommit.add(work);
    }

    /// The last write of the transaction: it takes the locks of the order, which nothing may wait behind.
    void flush() {
        last.forEach(Runnable::run);
        ended = true;
        timers.write(units.store().timers());
        var records = new ArrayList<>(sent.records());
        records.addAll(asTheyAre);
        if (!records.isEmpty()) {
            units.store().outbox().append(records);
            CrashPoints.reached("outbox-written");
            units.store().announcements().outboxFilled();
            wakeAfterCommit(units.wakeups().relay());
        }
    }

    void end() {
        ended = true;
    }

    void committed() {
        signals.forEach(Signal::give);
        afterCommit.forEach(Runnable::run);
    }
}
