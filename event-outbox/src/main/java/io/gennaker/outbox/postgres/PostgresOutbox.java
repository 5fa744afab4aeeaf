package io.gennaker.outbox.postgres;

import static io.gennaker.outbox.postgres.Sql.numbers;
import static io.gennaker.outbox.postgres.Sql.texts;
import static io.gennaker.outbox.postgres.Sql.times;

import io.gennaker.outbox.postgres.Sql.Array;
import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.OutboxBacklog;
import io.gennaker.outbox.store.OutboxRow;
import io.gennaker.outbox.store.OutboxTable;
import io.gennaker.outbox.store.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

final class PostgresOutbox implements OutboxTable {
    private static final int LOCKS = 64;
    /// At most, of a row with more than one record: the relay bounds its memory by rows.
    private static final int ROW_BYTES = 500_000;

    private static final int ROWS = 500;

    private static final String LOCK_ORDER = """
            select pg_advisory_xact_lock(hashtextextended('order/' || current_schema() || '/' || key_lock, 0))
            from unnest(?) as key_lock""";
    private static final String APPEND =
            "insert into gennaker_outbox (records, number) values (?, ?) returning id, written_at";

    private final Sql sql;
    private final AppendedRows appended = new AppendedRows();

    PostgresOutbox(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void append(List<BusRecord> records) {
        if (!records.isEmpty()) {
            var locks = numbers(locks(records));
            PackedRecords.pack(records, ROW_BYTES).forEach(row -> append(row, locks));
        }
    }

    private void append(PackedRecords.Row row, Array locks) {
        sql.both(
                        LOCK_ORDER,
                        APPEND,
                        PostgresOutbox::identity,
                        locks,
                        row.bytes(),
                        row.records().size())
                .forEach(written -> appended.add(written, row.records(), row.bytes().length));
    }

    private static AppendedRows.Identity identity(ResultSet row) throws SQLException {
        return new AppendedRows.Identity(row.getLong("id"), Sql.instant(row, "written_at"));
    }

    /// Held until the transaction ends, and taken before ids are drawn: so of two transactions with one key, the one
    /// that commits later has the higher ids. Taken in one order by all, so that they never lock each other out.
    /// Keys share [#LOCKS] locks: a transaction with a thousand keys must not take a thousand.
    private static List<Long> locks(List<BusRecord> records) {
        return records.stream()
                .map(BusRecord::key)
                .filter(Objects::nonNull)
                .map(key -> (long) Math.floorMod(Arrays.hashCode(key), LOCKS))
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public List<OutboxRow> oldest(long bytes) {
        var known = appended.known();
        return sql.query(
                """
                select id, written_at, case when known_id is null then records end as records from (
                    select id, written_at, records, sum(octet_length(records)) over (order by id) as bytes_so_far,
                        row_number() over (order by id) as place
                    from (select * from gennaker_outbox where refused is null order by id limit ?) as waiting
                ) as measured
                left join unnest(?, ?) as known (known_id, known_at) on known_id = id and known_at = written_at
                where bytes_so_far <= ? or place = 1
                order by id""",
                row -> new OutboxRow(row.getLong("id"), records(row, known)),
                ROWS,
                numbers(known.keySet().stream().map(AppendedRows.Identity::id).toList()),
                times(known.keySet().stream()
                        .map(AppendedRows.Identity::writtenAt)
                        .toList()),
                bytes);
    }

    private static List<BusRecord> records(ResultSet row, Map<AppendedRows.Identity, List<BusRecord>> known)
            throws SQLException {
        byte[] packed = row.getBytes("records");
        return packed == null ? Objects.requireNonNull(known.get(identity(row))) : PackedRecords.unpack(packed);
    }

    @Override
    public void remove(Collection<Long> rows, List<Refusal> refused) {
        appended.remove(rows);
        var gone = numbers(List.copyOf(rows));
        if (refused.isEmpty()) {
            // not waited for: rows that a crash of the database brings back are sent again, and ignored
            sql.update("""
                    with at_leisure as materialized (select set_config('synchronous_commit', 'off', true))
                    delete from gennaker_outbox using at_leisure where id = any (?)""", gone);
        } else {
            // one statement: a row that is sent again must not find what it left behind
            sql.update(
                    """
                    with gone as (delete from gennaker_outbox where id = any (?))
                    insert into gennaker_outbox (records, number, refused) select records, 1, reason
                    from unnest(?, ?) as refused (records, reason)""",
                    gone,
                    new Array(
                            "bytea",
                            refused.stream()
                                    .map(refusal -> PackedRecords.pack(List.of(refusal.record())))
                                    .toArray(byte[][]::new)),
                    texts(refused.stream().map(Refusal::reason).toList()));
        }
    }

    @Override
    public OutboxBacklog backlog() {
        return sql.query("""
                        select coalesce(sum(number) filter (where refused is null), 0),
                            extract(epoch from clock_timestamp() - min(written_at) filter (where refused is null)),
                            count(refused)
                        from gennaker_outbox""", row -> new OutboxBacklog(row.getLong(1), Sql.seconds(row, 2), row.getLong(3)))
                .getFirst();
    }
}
