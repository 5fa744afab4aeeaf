package io.gennaker.console.postgres;

import io.gennaker.console.view.Tokens;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Tokens by SHA-256. They are random and long, so a plain hash is enough, and looking one up by its hash tells an
/// attacker
/// nothing by its duration.
@ApplicationScoped
public class PostgresTokens implements Tokens {
    private final DataSource source;

    PostgresTokens(DataSource source) {
        this.source = source;
    }

    @Override
    public Optional<Actor> actor(String token) {
        return Sql.run(source, "select user_name, roles from access_token where sha256 = ?", statement -> {
            statement.setString(1, Digest.of(token).hex());
            ResultSet rows = statement.executeQuery();
            return rows.next()
                    ? Optional.of(new Actor(
                            rows.getString(1), List.of(rows.getString(2).split(","))))
                    : Optional.<Actor>empty();
        });
    }

    @Override
    public boolean addFirst(String token, Actor actor) {
        // A statement of its own: what the next one sees must be newer than the lock.
        Sql.run(
                source,
                "select pg_advisory_xact_lock(hashtext(current_schema() || '.access_token'))",
                statement -> statement.execute());
        return Sql.run(source, """
                insert into access_token (sha256, user_name, roles)
                select ?, ?, ? where not exists (select from access_token where user_name = ?)
                """, statement -> {
            statement.setString(1, Digest.of(token).hex());
            statement.setString(2, actor.user());
            statement.setString(3, String.join(",", actor.roles()));
            statement.setString(4, actor.user());
            return statement.executeUpdate() == 1;
        });
    }
}
