package io.gennaker.outbox.postgres;

import static io.gennaker.outbox.postgres.Sql.numbers;
import static io.gennaker.outbox.postgres.Sql.texts;

import io.gennaker.outbox.postgres.Sql.Array;
import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.OutboxBacklog;
import io.gennaker.outbox.store.OutboxRow;
import io.gennaker.outbox.store.OutboxTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

final class PostgresOutbox implements OutboxTable {
    private static final int LOCKS = 64;

    private final Sql sql;

    PostgresOutbox(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void append(List<BusRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        var topics = texts(records.stream().map(BusRecord::topic).toList());
        var keys = new Array("bytea", records.stream().map(BusRecord::key).toArray(byte[][]::new));
        lockOrder(records);
        sql.update(
                """
                insert into gennaker_outbox (topic, key, headers, value)
                select topic, key, headers, value
                from unnest(?, ?, ?, ?) with ordinality as record (topic, key, headers, value, place)
                order by place""",
                topics,
                keys,
                texts(records.stream()
                        .map(record -> HeadersText.write(record.headers()))
                        .toList()),
                new Array("bytea", records.stream().map(BusRecord::value).toArray(byte[][]::new)));
    }

    /// Held until the transaction ends, and taken before ids are drawn: so of two transactions with one key, the one
    /// that commits later has the higher ids. Taken in one order by all, so that they never lock each other out.
    /// Keys share [#LOCKS] locks: a transaction with a thousand keys must not take a thousand.
    private void lockOrder(List<BusRecord> records) {
        var locks = records.stream()
                .map(BusRecord::key)
                .filter(Objects::nonNull)
                .map(key -> (long) Math.floorMod(Arrays.hashCode(key), LOCKS))
                .distinct()
                .sorted()
                .toList();
        if (!locks.isEmpty()) {
            sql.query("""
                    select pg_advisory_xact_lock(
                        hashtextextended('order/' || current_schema() || '/' || key_lock, 0))
                    from unnest(?) as key_lock""", _ -> true, numbers(locks));
        }
    }

    @Override
    public List<OutboxRow> oldest(int rows, long bytes) {
        return sql.query("""
                select id, topic, key, headers, value from (
                    select *, sum(coalesce(octet_length(value), 0)) over (order by id) as bytes_so_far,
                        row_number() over (order by id) as place
                    from (select * from gennaker_outbox where refused is null order by id limit ?) as waiting
                ) as measured
                where bytes_so_far <= ? or place = 1
                order by id""", PostgresOutbox::row, rows, bytes);
    }

    private static OutboxRow row(ResultSet row) throws SQLException {
        return new OutboxRow(
                row.getLong("id"),
                new BusRecord(
                        row.getString("topic"),
                        row.getBytes("key"),
                        HeadersText.read(row.getString("headers")),
                        row.getBytes("value")));
    }

    @Override
    public void remove(Collection<Long> ids) {
        sql.update("delete from gennaker_outbox where id = any (?)", numbers(List.copyOf(ids)));
    }

    @Override
    public void refuse(long id, String reason) {
        sql.update("update gennaker_outbox set refused = ? where id = ?", reason, id);
    }

    @Override
    public OutboxBacklog backlog() {
        return sql.query("""
                        select count(*) filter (where refused is null),
                            extract(epoch from clock_timestamp() - min(written_at) filter (where refused is null)),
                            count(refused)
                        from gennaker_outbox""", row -> new OutboxBacklog(row.getLong(1), Sql.seconds(row, 2), row.getLong(3)))
                .getFirst();
    }
}
