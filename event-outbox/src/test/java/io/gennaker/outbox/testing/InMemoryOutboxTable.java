package io.gennaker.outbox.testing;

import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.OutboxBacklog;
import io.gennaker.outbox.store.OutboxRow;
import io.gennaker.outbox.store.OutboxTable;
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
            for (BusRecord record : records) {
                lastId++;
                rows().put(lastId, new Row(new OutboxRow(lastId, record), clock.instant(), null));
            }
        });
    }

    @Override
    public List<OutboxRow> oldest(int rows, long bytes) {
        return alone(() -> {
            var oldest = new ArrayList<OutboxRow>();
            long sum = 0;
            for (Row row : waiting()) {
                byte[] value = row.row().record().value();
                sum += value == null ? 0 : value.length;
                if (oldest.size() == rows || !oldest.isEmpty() && sum > bytes) {
                    break;
                }
                oldest.add(row.row());
            }
            return oldest;
        });
    }

    private List<Row> waiting() {
        return rows().values().stream()
                .filter(row -> row.refused() == null)
                .sorted(Comparator.comparing(row -> row.row().id()))
                .toList();
    }

    @Override
    public void remove(Collection<Long> ids) {
        run(() -> rows().keySet().removeAll(List.copyOf(ids)));
    }

    @Override
    public void refuse(long id, String reason) {
        run(() -> rows().computeIfPresent(id, (_, row) -> new Row(row.row(), row.writtenAt(), reason)));
    }

    @Override
    public OutboxBacklog backlog() {
        return alone(() -> {
            var waiting = waiting();
            Duration oldest = waiting.stream()
                    .map(row -> Duration.between(row.writtenAt(), clock.instant()))
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            return new OutboxBacklog(waiting.size(), oldest, rows().size() - waiting.size());
        });
    }
}
