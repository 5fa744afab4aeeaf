package io.gennaker.outbox.testing;

import io.gennaker.outbox.store.DueTimer;
import io.gennaker.outbox.store.TimerRow;
import io.gennaker.outbox.store.TimerTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

final class InMemoryTimerTable extends InMemoryTable<String, InMemoryTimerTable.Row> implements TimerTable {
    private final Clock clock;

    record Row(TimerRow timer, Instant nextAttempt, int failures) {}

    InMemoryTimerTable(ReentrantLock lock, Clock clock) {
        super(lock);
        this.clock = clock;
    }

    @Override
    public void change(Collection<String> removed, Collection<TimerRow> set) {
        run(() -> {
            rows().keySet().removeAll(Set.copyOf(removed));
            set.forEach(timer -> rows().put(timer.id(), new Row(timer, timer.due(), 0)));
        });
    }

    @Override
    public void addMissing(Collection<TimerRow> timers) {
        run(() -> timers.forEach(timer -> rows().putIfAbsent(timer.id(), new Row(timer, timer.due(), 0))));
    }

    @Override
    public void removeAll(Collection<String> keys) {
        run(() -> rows().values().removeIf(row -> keys.contains(row.timer().key())));
    }

    private List<Row> inOrder() {
        return rows().values().stream()
                .sorted(Comparator.comparing(Row::nextAttempt))
                .toList();
    }

    private boolean due(Row row) {
        return !row.nextAttempt().isAfter(clock.instant());
    }

    @Override
    public List<DueTimer> due(int limit) {
        return alone(() -> inOrder().stream()
                .filter(this::due)
                .limit(limit)
                .map(row -> new DueTimer(row.timer().id(), row.timer().key(), row.failures()))
                .toList());
    }

    @Override
    public Optional<TimerRow> take(DueTimer timer) {
        return alone(() -> {
            var taken = Optional.ofNullable(rows().get(timer.id()))
                    .filter(row -> due(row) && row.timer().key().equals(timer.key()));
            taken.ifPresent(row -> rows().remove(row.timer().id()));
            return taken.map(Row::timer);
        });
    }

    @Override
    public void retryAfter(String id, Duration wait) {
        run(() -> rows().computeIfPresent(
                        id,
                        (_, row) ->
                                due(row) ? new Row(row.timer(), clock.instant().plus(wait), row.failures() + 1) : row));
    }

    @Override
    public Optional<Duration> untilNext() {
        return alone(() -> inOrder().stream()
                .findFirst()
                .map(row -> Duration.between(clock.instant(), row.nextAttempt()))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait));
    }
}
