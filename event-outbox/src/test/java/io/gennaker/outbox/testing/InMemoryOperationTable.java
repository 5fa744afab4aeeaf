package io.gennaker.outbox.testing;

import io.gennaker.outbox.store.CancelOutcome;
import io.gennaker.outbox.store.ClaimedOperation;
import io.gennaker.outbox.store.HeldLease;
import io.gennaker.outbox.store.Lease;
import io.gennaker.outbox.store.NewOperation;
import io.gennaker.outbox.store.OperationTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

final class InMemoryOperationTable extends InMemoryTable<String, InMemoryOperationTable.Row> implements OperationTable {
    private final Clock clock;

    record Row(
            NewOperation operation,
            @Nullable String state,
            Instant due,
            @Nullable String owner,
            long token,
            int attempt,
            int failures,
            boolean cancelRequested,
            @Nullable Instant endedAt) {
        Row leased(@Nullable String owner, long token, int attempt, Instant due) {
            return new Row(operation, state, due, owner, token, attempt, failures, cancelRequested, endedAt);
        }

        Row progressed(String state) {
            return new Row(operation, state, due, owner, token, attempt, 0, cancelRequested, endedAt);
        }

        Row failed() {
            return new Row(operation, state, due, owner, token, attempt, failures + 1, cancelRequested, endedAt);
        }

        Row cancelled() {
            return new Row(operation, state, due, owner, token, attempt, failures, true, endedAt);
        }

        Row ended(Instant at) {
            return new Row(operation, state, due, null, token, attempt, failures, cancelRequested, at);
        }

        Row due(Instant due) {
            return leased(owner, token, attempt, due);
        }

        Row free(Instant due) {
            return leased(null, token, attempt, due);
        }

        boolean heldBy(Lease lease) {
            return owner != null && token == lease.token() && endedAt == null;
        }

        ClaimedOperation claimed() {
            return new ClaimedOperation(
                    new Lease(operation.id(), token),
                    operation.key(),
                    operation.command(),
                    state,
                    attempt,
                    failures,
                    cancelRequested,
                    operation.cause());
        }
    }

    InMemoryOperationTable(ReentrantLock lock, Clock clock) {
        super(lock);
        this.clock = clock;
    }

    @Override
    public boolean insert(NewOperation operation) {
        return alone(() -> rows().putIfAbsent(
                                operation.id(), new Row(operation, null, clock.instant(), null, 0, 0, 0, false, null))
                == null);
    }

    @Override
    public CancelOutcome requestCancel(String id) {
        return alone(() -> {
            Row row = rows().get(id);
            if (row == null || row.endedAt() != null) {
                return new CancelOutcome.Nothing();
            }
            if (row.owner() != null) {
                rows().put(id, row.cancelled());
                return new CancelOutcome.RunsAt(row.owner());
            }
            Instant now = clock.instant();
            rows().put(id, row.cancelled().due(row.due().isBefore(now) ? row.due() : now));
            return new CancelOutcome.Due();
        });
    }

    @Override
    public List<ClaimedOperation> claim(String owner, Duration lease, int limit) {
        return alone(() -> alive().stream()
                .filter(row -> !row.due().isAfter(clock.instant()))
                .limit(limit)
                .map(row -> row.leased(
                        owner,
                        row.token() + 1,
                        row.attempt() + 1,
                        clock.instant().plus(lease)))
                .peek(row -> rows().put(row.operation().id(), row))
                .map(Row::claimed)
                .toList());
    }

    private List<Row> alive() {
        return rows().values().stream()
                .filter(row -> row.endedAt() == null)
                .sorted(Comparator.comparing(Row::due))
                .toList();
    }

    @Override
    public List<HeldLease> renew(Collection<Lease> leases, Duration duration) {
        return alone(() -> leases.stream()
                .filter(lease -> write(lease, row -> row.due(clock.instant().plus(duration))))
                .map(lease -> new HeldLease(lease, true, row(lease).cancelRequested()))
                .toList());
    }

    private Row row(Lease lease) {
        Row row = rows().get(lease.operation());
        if (row == null) {
            throw new IllegalStateException("no operation " + lease.operation());
        }
        return row;
    }

    private boolean write(Lease lease, UnaryOperator<Row> change) {
        return alone(() -> {
            Row row = rows().get(lease.operation());
            boolean held = row != null && row.heldBy(lease);
            if (held) {
                rows().put(lease.operation(), change.apply(row));
            }
            return held;
        });
    }

    @Override
    public boolean checkpoint(Lease lease, String state, Duration duration) {
        return write(lease, row -> row.progressed(state).due(clock.instant().plus(duration)));
    }

    @Override
    public boolean pause(Lease lease, String state, Instant resumeAt) {
        return write(lease, row -> row.progressed(state).free(row.cancelRequested() ? clock.instant() : resumeAt));
    }

    @Override
    public boolean complete(Lease lease) {
        return write(lease, row -> row.ended(clock.instant()));
    }

    @Override
    public boolean release(Lease lease) {
        return write(lease, row -> row.free(clock.instant()));
    }

    @Override
    public boolean retryAfter(Lease lease, Duration wait, String reason) {
        return write(lease, row -> row.failed().free(clock.instant().plus(wait)));
    }

    @Override
    public Optional<Duration> untilNext() {
        return alone(() -> alive().stream()
                .findFirst()
                .map(row -> Duration.between(clock.instant(), row.due()))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait));
    }

    @Override
    public int forget(Duration age, int limit) {
        return alone(() -> {
            Instant before = clock.instant().minus(age);
            var old = rows().values().stream()
                    .filter(row -> row.endedAt() != null && row.endedAt().isBefore(before))
                    .limit(limit)
                    .map(row -> row.operation().id())
                    .toList();
            rows().keySet().removeAll(old);
            return old.size();
        });
    }
}
