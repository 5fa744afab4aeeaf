package io.gennaker.outbox.store;

import java.util.Collection;
import java.util.List;

/// The records that this service has still to send. Many share a row: what a row costs, a batch pays few times.
public interface OutboxTable {
    /// Adds records in order, inside the running transaction.
    ///
    /// Two transactions that add records of the same key are serialised: the later one waits here until the earlier
    /// one has ended. So ids of rows with one key grow in the order of the commits, which is what lets the relay
    /// send by id.
    void append(List<BusRecord> records);

    /// The oldest rows by id: as many as have at most `bytes` together, but at least one.
    List<OutboxRow> oldest(long bytes);

    /// Removes rows whose records are on the bus, but for those that the bus will never take: these are set aside.
    void remove(Collection<Long> rows, List<Refusal> refused);

    OutboxBacklog backlog();
}
