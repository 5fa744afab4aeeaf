package io.gennaker.console.postgres;

import io.gennaker.console.access.TokenRequest;
import io.gennaker.console.access.Tokens;
import io.gennaker.console.view.ChangeFeed;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Tokens by SHA-256. They are random and long, so a plain hash is enough, and looking one up by its hash tells an
/// attacker nothing by its duration.
@ApplicationScoped
public class PostgresTokens implements Tokens {
    private static final String COLUMNS =
            "id, user_name, roles, description, created_by, created_at, expires_at, revoked_by, revoked_at";

    private final DataSource source;

    PostgresTokens(DataSource source) {
        this.source = source;
    }

    @Override
    public Optional<Login> login(String secret, Instant now) {
        return Sql.run(source, """
                select id, user_name, roles, expires_at from access_token
                where sha256 = ? and revoked_at is null and (expires_at is null or expires_at > ?)
                """, statement -> {
            statement.setString(1, Digest.of(secret).hex());
            statement.setTimestamp(2, Timestamp.from(now));
            ResultSet rows = statement.executeQuery();
            return rows.next()
                    ? Optional.of(new Login(
                            rows.getString(1), new Actor(rows.getString(2), roles(rows, 3)), instant(rows, 4)))
                    : Optional.<Login>empty();
        });
    }

    @Override
    public boolean isKnown(String secret) {
        return Sql.run(source, "select from access_token where sha256 = ?", statement -> {
            statement.setString(1, Digest.of(secret).hex());
            return statement.executeQuery().next();
        });
    }

    @Override
    public boolean addFirst(String secret, Actor actor) {
        // A statement of its own: what the next one sees must be newer than the lock.
        Sql.run(
                source,
                "select pg_advisory_xact_lock(hashtext(current_schema() || '.access_token'))",
                statement -> statement.execute());
        return Sql.run(source, """
                insert into access_token (sha256, user_name, roles)
                select ?, ?, ? where not exists (select from access_token where user_name = ?)
                """, statement -> {
            statement.setString(1, Digest.of(secret).hex());
            statement.setString(2, actor.user());
            statement.setString(3, String.join(",", actor.roles()));
            statement.setString(4, actor.user());
            return statement.executeUpdate() == 1;
        });
    }

    @Override
    public Token add(String secret, TokenRequest.Granted granted) {
        return Sql.run(source, """
                insert into access_token
                    (sha256, user_name, roles, description, created_by, created_at, expires_at, by_login)
                values (?, ?, ?, ?, ?, ?, ?, ?) returning\s""" + COLUMNS, statement -> {
            statement.setString(1, Digest.of(secret).hex());
            statement.setString(2, granted.actor().user());
            statement.setString(3, String.join(",", granted.actor().roles()));
            statement.setString(4, granted.description());
            statement.setString(5, granted.createdBy());
            statement.setTimestamp(6, Timestamp.from(granted.at()));
            statement.setTimestamp(7, Timestamp.from(granted.expiresAt()));
            statement.setBoolean(8, granted.byLogin());
            return tokens(statement.executeQuery()).getFirst();
        });
    }

    @Override
    public List<Token> list(@Nullable String user, int limit) {
        return Sql.run(
                source,
                "select " + COLUMNS + " from access_token where (?::text is null or user_name = ?)"
                        + " order by created_at desc, id limit ?",
                statement -> {
                    statement.setString(1, user);
                    statement.setString(2, user);
                    statement.setInt(3, limit);
                    return tokens(statement.executeQuery());
                });
    }

    @Override
    public Optional<Token> find(String id) {
        return Sql.run(source, "select " + COLUMNS + " from access_token where id = ?", statement -> {
            statement.setString(1, id);
            return tokens(statement.executeQuery()).stream().findFirst();
        });
    }

    @Override
    public boolean isInForce(String id, Instant now) {
        return find(id).filter(token -> token.revokedAt() == null
                        && (token.expiresAt() == null || token.expiresAt().isAfter(now)))
                .isPresent();
    }

    @Override
    public void logOut(String secret, Instant at) {
        int ended = Sql.run(source, """
                update access_token set revoked_at = ?, revoked_by = user_name
                where sha256 = ? and by_login and revoked_at is null
                """, statement -> {
            statement.setTimestamp(1, Timestamp.from(at));
            statement.setString(2, Digest.of(secret).hex());
            return statement.executeUpdate();
        });
        announce(ended);
    }

    /// Who has a stream open looks again.
    private void announce(int revoked) {
        if (revoked > 0) {
            Changes.announce(source, ChangeFeed.TOKENS);
        }
    }

    @Override
    public void revoke(String id, String by, Instant at) {
        int revoked = Sql.run(
                source,
                "update access_token set revoked_at = ?, revoked_by = ? where id = ? and revoked_at is null",
                statement -> {
                    statement.setTimestamp(1, Timestamp.from(at));
                    statement.setString(2, by);
                    statement.setString(3, id);
                    return statement.executeUpdate();
                });
        announce(revoked);
    }

    private static List<Token> tokens(ResultSet rows) throws SQLException {
        var tokens = new ArrayList<Token>();
        while (rows.next()) {
            tokens.add(new Token(
                    rows.getString(1),
                    rows.getString(2),
                    roles(rows, 3),
                    rows.getString(4),
                    rows.getString(5),
                    rows.getTimestamp(6).toInstant(),
                    instant(rows, 7),
                    rows.getString(8),
                    instant(rows, 9)));
        }
        return tokens;
    }

    private static List<String> roles(ResultSet rows, int column) throws SQLException {
        return List.of(rows.getString(column).split(","));
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        Timestamp at = rows.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
