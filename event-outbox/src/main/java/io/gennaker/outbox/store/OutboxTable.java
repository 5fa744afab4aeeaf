package io.gennaker.outbox.store;

import java.util.Collection;
import java.util.List;

/// The records that this service has still to send.
public interface OutboxTable {
    /// Adds records in order, inside the running transaction.
    ///
    /// Two transactions that add records of the same topic and key are serialised: the later one waits here until
    /// the
    /// earlier one has ended. So ids of one key grow in the order of the commits, which is what lets the relay send
    /// by id.
    void append(List<BusRecord> records);

    /// The oldest records by id: at most `rows`, and as many as have at most `bytes` together, but at least one.
    List<OutboxRow> oldest(int rows, long bytes);

    /// Removes records that are on the bus.
    void remove(Collection<Long> ids);

    /// Sets a record aside that the bus will never take.
    void refuse(long id, String reason);

    OutboxBacklog backlog();
}
