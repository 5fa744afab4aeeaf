package io.gennaker.outbox.postgres;

import io.gennaker.outbox.store.BusRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The records of the rows that this process appended last: a relay in it need not have them read and unpacked. Only a
/// saving: whether a row is there, the database says. Thread-safe.
///
/// A transaction that is rolled back leaves what nobody asks for, and so does one whose row another process relays. It
/// goes when it is the oldest and there is too much.
final class AppendedRows {
    /// In bytes as packed; in memory records take several times that.
    private static final long MOST_BYTES = 500_000;

    private final Map<Identity, Appended> rows = new LinkedHashMap<>();
    private long bytes;

    /// Of a row. The number alone would come again in a database that was restored to an earlier time.
    record Identity(long id, Instant writtenAt) {}

    private record Appended(List<BusRecord> records, int bytes) {}

    /// @param packed length of the row in bytes
    synchronized void add(Identity row, List<BusRecord> records, int packed) {
        rows.put(row, new Appended(List.copyOf(records), packed));
        bytes += packed;
        var oldest = rows.values().iterator();
        while (bytes > MOST_BYTES && rows.size() > 1) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }

    /// All that are here.
    synchronized Map<Identity, List<BusRecord>> known() {
        var known = new LinkedHashMap<Identity, List<BusRecord>>();
        rows.forEach((row, appended) -> known.put(row, appended.records()));
        return known;
    }

    synchronized void remove(Collection<Long> ids) {
        rows.entrySet().removeIf(row -> {
            boolean gone = ids.contains(row.getKey().id());
            bytes -= gone ? row.getValue().bytes() : 0;
            return gone;
        });
    }
}
