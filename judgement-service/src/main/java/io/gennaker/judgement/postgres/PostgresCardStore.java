package io.gennaker.judgement.postgres;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.judgement.notice.Card;
import io.gennaker.judgement.notice.CardStore;
import io.gennaker.judgement.notice.Words;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Cards by SQL: claims and counts are single statements.
@ApplicationScoped
public class PostgresCardStore implements CardStore {
    /// Longer than any delivery.
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final DataSource source;

    public PostgresCardStore(DataSource source) {
        this.source = source;
    }

    @Override
    public boolean add(Card card, String origin, Instant at) {
        Sql.run(source, "delete from card where opened_at < ?", statement -> {
            statement.setTimestamp(1, Timestamp.from(at.minus(REMEMBERED)));
            return statement.executeUpdate();
        });
        return Sql.run(source, """
                insert into card (id, origin, execution_id, conversation, thread_of, judgement_id, title, message, broadcast,
                    wanted, shown, opened_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """, statement -> {
            statement.setString(1, card.id());
            statement.setString(2, origin);
            statement.setString(3, card.executionId().value());
            statement.setString(4, card.conversation());
            statement.setString(5, card.threadOf());
            statement.setString(
                    6, card.judgement() == null ? null : card.judgement().value());
            statement.setString(7, card.words().title());
            statement.setString(8, card.words().message());
            statement.setBoolean(9, card.broadcast());
            statement.setInt(10, card.wanted());
            statement.setInt(11, card.shown());
            statement.setTimestamp(12, Timestamp.from(at));
            return statement.executeUpdate() == 1;
        });
    }

    @Override
    public Optional<Card> find(String id) {
        return first("select * from card where id = ?", statement -> statement.setString(1, id));
    }

    @Override
    public Optional<Card> ofOrigin(String origin) {
        return first("select * from card where origin = ?", statement -> statement.setString(1, origin));
    }

    @Override
    public Optional<Card> claim(String id, String owner, Instant now, Duration atMost) {
        return first("""
                update card set claimed_by = ?, claimed_till = ?
                where id = ? and (claimed_by is null or claimed_by = ? or claimed_till < ?) returning *
                """, statement -> {
            statement.setString(1, owner);
            statement.setTimestamp(2, Timestamp.from(now.plus(atMost)));
            statement.setString(3, id);
            statement.setString(4, owner);
            statement.setTimestamp(5, Timestamp.from(now));
        });
    }

    @Override
    public void trying(String id, Instant at) {
        Sql.run(source, "update card set tried_at = coalesce(tried_at, ?) where id = ?", statement -> {
            statement.setTimestamp(1, Timestamp.from(at));
            statement.setString(2, id);
            return statement.executeUpdate();
        });
    }

    @Override
    public void shown(String id, String address, int state) {
        Sql.run(source, """
                update card set address = ?, shown = greatest(shown, ?), failed = null, claimed_by = null where id = ?
                """, statement -> {
            statement.setString(1, address);
            statement.setInt(2, state);
            statement.setString(3, id);
            return statement.executeUpdate();
        });
    }

    @Override
    public void release(String id) {
        Sql.run(source, "update card set claimed_by = null where id = ?", statement -> {
            statement.setString(1, id);
            return statement.executeUpdate();
        });
    }

    @Override
    public void failed(String id, String reason) {
        Sql.run(source, "update card set failed = ? where id = ?", statement -> {
            statement.setString(1, reason);
            statement.setString(2, id);
            return statement.executeUpdate();
        });
    }

    @Override
    public List<Card> outdate(ExecutionId executionId) {
        return all("""
                update card set wanted = wanted + 1
                where execution_id = ? and (thread_of is null or judgement_id is not null) returning *
                """, statement -> statement.setString(1, executionId.value()));
    }

    @FunctionalInterface
    private interface Values {
        void set(PreparedStatement statement) throws SQLException;
    }

    private Optional<Card> first(String sql, Values values) {
        return all(sql, values).stream().findFirst();
    }

    private List<Card> all(String sql, Values values) {
        return Sql.run(source, sql, statement -> {
            values.set(statement);
            var cards = new ArrayList<Card>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                cards.add(card(rows));
            }
            return cards;
        });
    }

    private static Card card(ResultSet row) throws SQLException {
        String judgement = row.getString("judgement_id");
        return new Card(
                row.getString("id"),
                new ExecutionId(row.getString("execution_id")),
                row.getString("conversation"),
                row.getString("thread_of"),
                judgement == null ? null : new OperationId(judgement),
                new Words(row.getString("title"), row.getString("message")),
                row.getBoolean("broadcast"),
                row.getString("address"),
                instant(row.getTimestamp("tried_at")),
                row.getString("failed"),
                row.getInt("wanted"),
                row.getInt("shown"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
