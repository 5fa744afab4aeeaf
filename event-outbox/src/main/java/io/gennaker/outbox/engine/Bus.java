package io.gennaker.outbox.engine;

import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Refusal;
import java.util.List;

/// Where the relay sends to.
public interface Bus {
    /// Sends records in order and waits until the bus has stored them all.
    ///
    /// A failure leaves open which of them are stored, but never stores a record of a key without those before it.
    ///
    /// @return those that the bus will never take
    List<Refusal> send(List<BusRecord> records) throws InterruptedException;
}
