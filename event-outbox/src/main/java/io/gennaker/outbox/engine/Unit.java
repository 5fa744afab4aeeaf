package io.gennaker.outbox.engine;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.MessageType;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Cause;
import io.gennaker.outbox.store.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One transaction, seen from the work inside it: what it sends, and what is to happen once it has committed.
///
/// Used by one thread, and only until the work returns.
final class Unit implements Outbox {
    private final Units units;
    private final List<BusRecord> records = new ArrayList<>();
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
        var envelope = new Envelope(
                units.nextId(),
                units.source(),
                units.now(),
                cause.messageId(),
                units.tracing().sending(type, cause.traceparent()),
                message);
        records.add(new BusRecord(
                type.topic().topicName(),
                message.key().getBytes(StandardCharsets.UTF_8),
                MessageCodec.headers(envelope).entrySet().stream()
                        .map(header -> Header.of(header.getKey(), header.getValue()))
                        .toList(),
                MessageCodec.value(message)));
    }

    TimerChanges timers() {
        return timers;
    }

    void sendAsIs(BusRecord record) {
        records.add(record);
    }

    void wakeAfterCommit(Signal signal) {
        signals.add(signal);
    }

    void afterCommit(Runnable work) {
        afterCommit.add(work);
    }

    /// The last write of the transaction: it takes the locks of the order, which nothing may wait behind.
    void flush() {
        ended = true;
        timers.write(units.store().timers());
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
