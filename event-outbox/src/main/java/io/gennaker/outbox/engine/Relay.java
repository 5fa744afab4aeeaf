package io.gennaker.outbox.engine;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.store.OutboxRow;
import io.gennaker.outbox.store.OutboxTable;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// Carries rows of the outbox to the bus, a batch at a time: send all, wait for all, remove all.
///
/// Why the order of a key holds, also across crashes and with two relays for a moment: rows with records of one key
/// have ids in the order of their commits ([OutboxTable#append]); a relay always begins with the oldest rows that are
/// left, sends by id, and removes a row only when the bus has all of it. So whatever a relay sends, all earlier records
/// of that key are on the bus already or go right before it, and the *first* occurrence of each message is in order.
/// Receivers ignore the others.
public final class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);
    /// Bounds memory: the records are in it twice, here and in the producer, and larger than in their rows.
    private static final long BYTES = 1_000_000;
    private static final Duration POLL = Duration.ofSeconds(1);

    private final OutboxTable outbox;
    private final Bus bus;
    private final BooleanSupplier relaying;

    /// @param relaying whether this replica is the one that relays
    public Relay(OutboxTable outbox, Bus bus, BooleanSupplier relaying) {
        this.outbox = outbox;
        this.bus = bus;
        this.relaying = relaying;
    }

    /// Relays one batch.
    ///
    /// @return how long to wait for a signal before the next
    public Duration turn() throws InterruptedException {
        if (!relaying.getAsBoolean()) {
            return POLL;
        }
        List<OutboxRow> rows = outbox.oldest(BYTES);
        if (rows.isEmpty()) {
            return POLL;
        }
        CrashPoints.reached("relay-read");
        var refused =
                bus.send(rows.stream().flatMap(row -> row.records().stream()).toList());
        CrashPoints.reached("relay-sent");
        refused.forEach(refusal -> LOG.errorf(
                "The bus refuses a record, it is set aside topic=%s reason=%s",
                refusal.record().topic(), refusal.reason()));
        outbox.remove(rows.stream().map(OutboxRow::id).toList(), refused);
        CrashPoints.reached("relay-removed");
        return Duration.ZERO;
    }
}
