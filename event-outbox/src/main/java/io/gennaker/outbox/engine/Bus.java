package io.gennaker.outbox.engine;

import io.gennaker.outbox.store.OutboxRow;
import java.util.List;
import java.util.Map;

/// Where the relay sends to.
public interface Bus {
    /// Sends rows in order and waits until the bus has stored them all.
    ///
    /// A failure leaves open which of them are stored, but never stores a row of a key without those before it.
    ///
    /// @return the rows that the bus will never take, with the reason
    Map<Long, String> send(List<OutboxRow> rows) throws InterruptedException;
}
