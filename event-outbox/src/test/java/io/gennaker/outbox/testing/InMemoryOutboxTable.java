package io.gennaker.outbox.testing;

import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.OutboxBacklog;
import io.gennaker.outbox.store.OutboxRow;
import io.gennaker.outbox.store.OutboxTable;
import io.gennaker.outbox.store.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

final class InMemoryOutboxTable extends InMemoryTable<Long, InMemoryOutboxTable.Row> implements OutboxTable {
    private final Clock clock;
    /// Like a sequence: not put back by a rollback.
    private long lastId;

    record Row(OutboxRow row, Instant writtenAt, @Nullable String refused) {}

    InMemoryOutboxTable(ReentrantLock lock, Clock clock) {
        super(lock);
        this.clock = clock;
    }

    @Override
    public void append(List<BusRecord> records) {
        run(() -> {
            if (!records.isEmpty()) {
                put(records, null);
            }
        });
    }

    private void put(List<BusRecord> records, @Nullable String refused) {
        lastId++;
        rows().put(lastId, new Row(new OutboxRow(lastId, records), clock.instant(), refused));
    }

    @Override
    public List<OutboxRow> oldest(long bytes) {
        return alone(() -> {
            var oldest = new ArrayList<OutboxRow>();
            long sum = 0;
            for (Row row : waiting()) {
                sum += row.row().records().stream()
                        .mapToInt(InMemoryOutboxTable::length)
                        .sum();
                if (!oldest.isEmpty() && sum > bytes) {
                    break;
                }
                oldest.add(row.row());
            }
            return oldest;
        });
    }

    private static int length(BusRecord record) {
        byte[] value = record.value();
        return value == null ? 0 : value.length;
    }

    private List<Row> waiting() {
        return rows().values().stream()
                .filter(row -> row.refused() == null)
                .sorted(Comparator.comparing(row -> row.row().id()))
                .toList();
    }

    @Override
    public void remove(Collection<Long> rows, List<Refusal> refused) {
        run(() -> {
            rows().keySet().removeAll(List.copyOf(rows));
            refused.forEach(refusal -> put(List.of(refusal.record()), refusal.reason()));
        });
    }

    @Override
    public OutboxBacklog backlog() {
        return alone(() -> {
            var waiting = waiting();
            Duration oldest = waiting.stream()
                    .map(row -> Duration.between(row.writtenAt(), clock.instant()))
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            int records =
                    waiting.stream().mapToInt(row -> row.row().records().size()).sum();
            return new OutboxBacklog(records, oldest, rows().size() - waiting.size());
        });
    }
}
