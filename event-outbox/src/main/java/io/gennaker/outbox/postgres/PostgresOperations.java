package io.gennaker.outbox.postgres;

import static io.gennaker.outbox.postgres.Sql.numbers;
import static io.gennaker.outbox.postgres.Sql.texts;

import io.gennaker.outbox.store.CancelOutcome;
import io.gennaker.outbox.store.Cause;
import io.gennaker.outbox.store.ClaimedOperation;
import io.gennaker.outbox.store.HeldLease;
import io.gennaker.outbox.store.Lease;
import io.gennaker.outbox.store.NewOperation;
import io.gennaker.outbox.store.OperationTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// `clock_timestamp()` throughout: `now()` stands still inside a transaction.
final class PostgresOperations implements OperationTable {
    /// The fence: this lease is still the operation's.
    private static final String HELD = " where id = ? and token = ? and owner is not null and ended_at is null";

    private final Sql sql;

    PostgresOperations(Sql sql) {
        this.sql = sql;
    }

    @Override
    public boolean insert(NewOperation operation) {
        return sql.update(
                        """
                        insert into gennaker_operation (id, key, command, cause_id, traceparent)
                        values (?, ?, ?, ?, ?) on conflict do nothing""",
                        operation.id(),
                        operation.key(),
                        operation.command(),
                        operation.cause().messageId(),
                        operation.cause().traceparent())
                == 1;
    }

    @Override
    public CancelOutcome requestCancel(String id) {
        return sql.<CancelOutcome>first(
                        """
                        update gennaker_operation set cancel_requested = true,
                            due = case when owner is null then least(due, clock_timestamp()) else due end
                        where id = ? and ended_at is null
                        returning owner""",
                        row -> row.getString(1) == null
                                ? new CancelOutcome.Due()
                                : new CancelOutcome.RunsAt(row.getString(1)),
                        id)
                .orElseGet(CancelOutcome.Nothing::new);
    }

    @Override
    public List<ClaimedOperation> claim(String owner, Duration lease, int limit) {
        return sql.query("""
                update gennaker_operation set owner = ?, token = token + 1, attempt = attempt + 1,
                    due = clock_timestamp() + make_interval(secs => ?)
                where id = any (array(
                    select id from gennaker_operation
                    where ended_at is null and due <= clock_timestamp()
                    order by due limit ? for update skip locked))
                returning *""", PostgresOperations::claimed, owner, lease, limit);
    }

    private static ClaimedOperation claimed(ResultSet row) throws SQLException {
        return new ClaimedOperation(
                new Lease(row.getString("id"), row.getLong("token")),
                row.getString("key"),
                row.getString("command"),
                row.getString("state"),
                row.getInt("attempt"),
                row.getInt("failures"),
                row.getBoolean("cancel_requested"),
                new Cause(row.getString("cause_id"), row.getString("traceparent")));
    }

    /// Passes over rows that are locked. Whether their leases are held says what was committed last: until the lock is
    /// given up, nobody else can claim them.
    @Override
    public List<HeldLease> renew(Collection<Lease> leases, Duration duration) {
        var ordered = leases.stream().toList();
        return sql.query(
                """
                with asked as (select id, token from unnest(?, ?) as lease (id, token)),
                renewed as (
                    update gennaker_operation set due = clock_timestamp() + make_interval(secs => ?)
                    where id = any (array(
                        select operation.id from gennaker_operation as operation join asked using (id, token)
                        where owner is not null and ended_at is null
                        for update of operation skip locked))
                    returning id)
                select id, token, renewed.id is not null, cancel_requested
                from gennaker_operation join asked using (id, token) left join renewed using (id)
                where owner is not null and ended_at is null""",
                row -> new HeldLease(new Lease(row.getString(1), row.getLong(2)), row.getBoolean(3), row.getBoolean(4)),
                texts(ordered.stream().map(Lease::operation).toList()),
                numbers(ordered.stream().map(Lease::token).toList()),
                duration);
    }

    @Override
    public boolean checkpoint(Lease lease, String state, Duration duration) {
        return wrote(
                "update gennaker_operation set state = ?, failures = 0, last_failure = null,"
                        + " due = clock_timestamp() + make_interval(secs => ?)" + HELD,
                state,
                duration,
                lease.operation(),
                lease.token());
    }

    /// A cancel that was asked for while the operation ran must not sleep with it.
    @Override
    public boolean pause(Lease lease, String state, Instant resumeAt) {
        return wrote(
                "update gennaker_operation set state = ?, failures = 0, last_failure = null, owner = null,"
                        + " due = case when cancel_requested then clock_timestamp() else ? end" + HELD,
                state,
                resumeAt,
                lease.operation(),
                lease.token());
    }

    @Override
    public boolean complete(Lease lease) {
        return wrote(
                "update gennaker_operation set owner = null, ended_at = clock_timestamp()" + HELD,
                lease.operation(),
                lease.token());
    }

    @Override
    public boolean release(Lease lease) {
        return wrote(
                "update gennaker_operation set owner = null, due = clock_timestamp()" + HELD,
                lease.operation(),
                lease.token());
    }

    @Override
    public boolean retryAfter(Lease lease, Duration wait, String reason) {
        return wrote(
                "update gennaker_operation set owner = null, failures = failures + 1, last_failure = ?,"
                        + " due = clock_timestamp() + make_interval(secs => ?)" + HELD,
                reason,
                wait,
                lease.operation(),
                lease.token());
    }

    private boolean wrote(String statement, Object... parameters) {
        return sql.update(statement, parameters) == 1;
    }

    @Override
    public Optional<Duration> untilNext() {
        return sql.first("""
                select extract(epoch from due - clock_timestamp()) from gennaker_operation
                where ended_at is null order by due limit 1""", row -> Sql.seconds(row, 1));
    }

    @Override
    public int forget(Duration age, int limit) {
        return sql.update("""
                delete from gennaker_operation where id = any (array(
                    select id from gennaker_operation
                    where ended_at < now() - make_interval(secs => ?)
                    order by ended_at limit ? for update skip locked))""", age, limit);
    }
}
