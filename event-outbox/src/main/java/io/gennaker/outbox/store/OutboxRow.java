package io.gennaker.outbox.store;

import java.util.List;

/// Records that were added together and wait to be sent; those of one key in their order, rows with lower ids first.
public record OutboxRow(long id, List<BusRecord> records) {
    public OutboxRow {
        records = List.copyOf(records);
    }
}
