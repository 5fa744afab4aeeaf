package io.gennaker.outbox.postgres;

import static io.gennaker.outbox.postgres.Sql.texts;

import io.gennaker.outbox.postgres.Sql.Array;
import io.gennaker.outbox.store.Cause;
import io.gennaker.outbox.store.DueTimer;
import io.gennaker.outbox.store.TimerRow;
import io.gennaker.outbox.store.TimerTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who fires a timer holds its row first and the state that it is about next; all others hold the state first.
/// So that they do not wait for each other, what removes timers passes over rows that are held.
final class PostgresTimers implements TimerTable {
    private static final String INSERT = """
            insert into gennaker_timer (id, key, due, next_attempt, payload, cause_id, traceparent)
            select id, key, due, due, payload, cause_id, traceparent
            from unnest(?, ?, ?::timestamptz[], ?, ?, ?) as timer (id, key, due, payload, cause_id, traceparent)
            """;

    private final Sql sql;

    PostgresTimers(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void change(Collection<String> removed, Collection<TimerRow> set) {
        sql.update(
                """
                with removed as (delete from gennaker_timer where id in (
                    select id from gennaker_timer where id = any (?) for update skip locked))
                """ + INSERT + """
                on conflict (id) do update set key = excluded.key, due = excluded.due,
                    next_attempt = excluded.next_attempt, payload = excluded.payload, failures = 0,
                    cause_id = excluded.cause_id, traceparent = excluded.traceparent""",
                texts(List.copyOf(removed)),
                column(set, TimerRow::id),
                column(set, TimerRow::key),
                column(set, timer -> timer.due().toString()),
                column(set, TimerRow::payload),
                column(set, timer -> timer.cause().messageId()),
                column(set, timer -> timer.cause().traceparent()));
    }

    @Override
    public void addMissing(Collection<TimerRow> timers) {
        sql.update(
                INSERT + "on conflict (id) do nothing",
                column(timers, TimerRow::id),
                column(timers, TimerRow::key),
                column(timers, timer -> timer.due().toString()),
                column(timers, TimerRow::payload),
                column(timers, timer -> timer.cause().messageId()),
                column(timers, timer -> timer.cause().traceparent()));
    }

    private static Array column(Collection<TimerRow> timers, Function<TimerRow, @Nullable String> value) {
        return new Array("text", timers.stream().map(value).toArray(String[]::new));
    }

    @Override
    public void removeAll(Collection<String> keys) {
        sql.update("""
                delete from gennaker_timer where id in (
                    select id from gennaker_timer where key = any (?) for update skip locked)""", texts(List.copyOf(keys)));
    }

    @Override
    public List<DueTimer> due(int limit) {
        return sql.query("""
                select id, key, failures from gennaker_timer
                where next_attempt <= clock_timestamp() order by next_attempt limit ?""", row -> new DueTimer(row.getString(1), row.getString(2), row.getInt(3)), limit);
    }

    @Override
    public Optional<TimerRow> take(DueTimer timer) {
        return lockKey(timer.key()) ? sql.first("""
                        delete from gennaker_timer where id in (
                            select id from gennaker_timer
                            where id = ? and key = ? and next_attempt <= clock_timestamp()
                            for update skip locked)
                        returning *""", PostgresTimers::row, timer.id(), timer.key()) : Optional.empty();
    }

    /// One transaction at a time fires timers of a key.
    private boolean lockKey(String key) {
        return sql.query("""
                        select pg_try_advisory_xact_lock(
                            hashtextextended('timer/' || current_schema() || '/' || ?, 0))""", row -> row.getBoolean(1), key).getFirst();
    }

    private static TimerRow row(ResultSet row) throws SQLException {
        return new TimerRow(
                row.getString("id"),
                row.getString("key"),
                Sql.instant(row, "due"),
                row.getString("payload"),
                new Cause(row.getString("cause_id"), row.getString("traceparent")));
    }

    @Override
    public void retryAfter(String id, Duration wait) {
        sql.update("""
                update gennaker_timer set failures = failures + 1,
                    next_attempt = clock_timestamp() + make_interval(secs => ?)
                where id = ? and next_attempt <= clock_timestamp()""", wait, id);
    }

    @Override
    public Optional<Duration> untilNext() {
        return sql.first("""
                select extract(epoch from next_attempt - clock_timestamp()) from gennaker_timer
                order by next_attempt limit 1""", row -> Sql.seconds(row, 1));
    }
}
