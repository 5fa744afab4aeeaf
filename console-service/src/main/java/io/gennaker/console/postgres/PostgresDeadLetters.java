package io.gennaker.console.postgres;

import io.gennaker.console.deadletter.DeadLetter;
import io.gennaker.console.deadletter.DeadLetters;
import io.gennaker.console.deadletter.RecordHeader;
import io.gennaker.console.deadletter.Replay;
import io.gennaker.contracts.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// One row per dead letter, one per replay.
@ApplicationScoped
public class PostgresDeadLetters implements DeadLetters {
    private static final String LETTER = """
            select id, at, service, topic, partition, message_offset, reason, type, key, headers, value, bytes, complete
            from dead_letter where id = ?""";

    private final DataSource source;

    PostgresDeadLetters(DataSource source) {
        this.source = source;
    }

    @Override
    public void add(DeadLetter letter) {
        DeadLetter.Origin origin = letter.origin();
        Sql.run(source, """
                insert into dead_letter
                    (id, at, service, topic, partition, message_offset, reason, type, key, headers, value, bytes,
                     complete)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """, statement -> {
            statement.setString(1, letter.id());
            statement.setTimestamp(2, Timestamp.from(letter.at()));
            statement.setString(3, letter.service());
            statement.setString(4, origin == null ? null : origin.topic());
            statement.setObject(5, origin == null ? null : origin.partition(), Types.INTEGER);
            statement.setObject(6, origin == null ? null : origin.offset(), Types.BIGINT);
            statement.setString(7, letter.reason());
            statement.setString(8, letter.type());
            statement.setBytes(9, letter.key());
            statement.setString(10, StoredJson.write(letter.headers()));
            statement.setBytes(11, letter.value());
            statement.setInt(12, letter.bytes());
            statement.setBoolean(13, letter.complete());
            return statement.executeUpdate();
        });
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return one(LETTER, id);
    }

    @Override
    public Optional<DeadLetter> lock(String id) {
        return one(LETTER + " for update", id);
    }

    private Optional<DeadLetter> one(String sql, String id) {
        return Sql.run(source, sql, statement -> {
            statement.setString(1, id);
            ResultSet row = statement.executeQuery();
            return row.next() ? Optional.of(letter(row)) : Optional.<DeadLetter>empty();
        });
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        String topic = row.getString("topic");
        return new DeadLetter(
                row.getString("id"),
                row.getTimestamp("at").toInstant(),
                row.getString("service"),
                topic == null
                        ? null
                        : new DeadLetter.Origin(topic, row.getInt("partition"), row.getLong("message_offset")),
                row.getString("reason"),
                row.getString("type"),
                row.getBytes("key"),
                Arrays.asList(Documents.read(row.getString("headers"), RecordHeader[].class)),
                row.getBytes("value"),
                row.getInt("bytes"),
                row.getBoolean("complete"));
    }

    @Override
    public List<Replay> replays(String id) {
        return Sql.run(
                source,
                "select number, by_user, at, request_id from dead_letter_replay where dead_letter = ? order by number",
                statement -> {
                    statement.setString(1, id);
                    ResultSet rows = statement.executeQuery();
                    var replays = new ArrayList<Replay>();
                    while (rows.next()) {
                        replays.add(new Replay(
                                rows.getInt(1),
                                rows.getString(2),
                                rows.getTimestamp(3).toInstant(),
                                rows.getString(4)));
                    }
                    return replays;
                });
    }

    @Override
    public void replayed(String id, Replay replay) {
        Sql.run(
                source,
                "insert into dead_letter_replay (dead_letter, number, by_user, at, request_id) values (?, ?, ?, ?, ?)",
                statement -> {
                    statement.setString(1, id);
                    statement.setInt(2, replay.number());
                    statement.setString(3, replay.by());
                    statement.setTimestamp(4, Timestamp.from(replay.at()));
                    statement.setString(5, replay.requestId());
                    return statement.executeUpdate();
                });
    }

    @Override
    public List<Line> list(@Nullable String service, @Nullable String topic, @Nullable String before, int limit) {
        return Sql.run(source, """
                select letter.id, letter.at, service, topic, partition, message_offset, type, reason, bytes,
                    replay.number, replay.by_user, replay.at as replayed_at, replay.request_id
                from dead_letter as letter
                left join lateral (
                    select * from dead_letter_replay where dead_letter = letter.id order by number desc limit 1
                ) as replay on true
                where (?::text is null or service = ?)
                  and (?::text is null or topic = ?)
                  and (?::text is null or (letter.at, letter.id) <
                      (select last.at, last.id from dead_letter as last where last.id = ?))
                order by letter.at desc, letter.id desc limit ?
                """, statement -> {
            statement.setString(1, service);
            statement.setString(2, service);
            statement.setString(3, topic);
            statement.setString(4, topic);
            statement.setString(5, before);
            statement.setString(6, before);
            statement.setInt(7, limit);
            ResultSet rows = statement.executeQuery();
            var lines = new ArrayList<Line>();
            while (rows.next()) {
                lines.add(line(rows));
            }
            return lines;
        });
    }

    private static Line line(ResultSet row) throws SQLException {
        Timestamp replayed = row.getTimestamp("replayed_at");
        return new Line(
                row.getString("id"),
                row.getTimestamp("at").toInstant(),
                row.getString("service"),
                row.getString("topic"),
                row.getObject("partition", Integer.class),
                row.getObject("message_offset", Long.class),
                row.getString("type"),
                row.getString("reason"),
                row.getInt("bytes"),
                replayed == null
                        ? null
                        : new Replay(
                                row.getInt("number"),
                                row.getString("by_user"),
                                replayed.toInstant(),
                                row.getString("request_id")));
    }
}
