package io.gennaker.console.postgres;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.Proofs;
import io.gennaker.contracts.ExecutionProof;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.util.Optional;
import javax.sql.DataSource;

/// [Proofs] in two tables.
@ApplicationScoped
public class PostgresProofs implements Proofs {
    private final DataSource source;

    PostgresProofs(DataSource source) {
        this.source = source;
    }

    @Override
    public void keep(ExecutionProof proof) {
        switch (proof) {
            case ExecutionProof.Attested attested -> keep(attested);
            case ExecutionProof.Replayed replayed -> keep(replayed);
        }
    }

    private void keep(ExecutionProof.Attested attested) {
        Sql.run(source, """
                insert into attestation (execution, key_id, envelope, at) values (?, ?, ?, ?)
                on conflict (execution) do update
                set key_id = excluded.key_id, envelope = excluded.envelope, at = excluded.at
                """, statement -> {
            statement.setString(1, attested.executionId().value());
            statement.setString(2, attested.keyId());
            statement.setString(3, attested.envelope().text());
            statement.setTimestamp(4, Timestamp.from(attested.at()));
            return statement.executeUpdate();
        });
    }

    private void keep(ExecutionProof.Replayed replayed) {
        Sql.run(source, """
                insert into replay_result (execution, request_id, moves, same, difference) values (?, ?, ?, ?, ?)
                on conflict (execution, request_id) do update
                set moves = excluded.moves, same = excluded.same, difference = excluded.difference, at = now()
                """, statement -> {
            statement.setString(1, replayed.executionId().value());
            statement.setString(2, replayed.requestId());
            statement.setInt(3, replayed.moves());
            statement.setBoolean(4, replayed.same());
            statement.setString(5, replayed.difference());
            return statement.executeUpdate();
        });
        Changes.announce(source, ChangeFeed.ANSWER + replayed.requestId());
    }

    @Override
    public Optional<String> envelope(String execution) {
        return Sql.run(source, "select envelope from attestation where execution = ?", statement -> {
            statement.setString(1, execution);
            ResultSet rows = statement.executeQuery();
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.<String>empty();
        });
    }

    @Override
    public Optional<ReplayResult> replay(String execution, String requestId) {
        return Sql.run(
                source,
                "select moves, same, difference from replay_result where execution = ? and request_id = ?",
                statement -> {
                    statement.setString(1, execution);
                    statement.setString(2, requestId);
                    ResultSet rows = statement.executeQuery();
                    return rows.next()
                            ? Optional.of(new ReplayResult(rows.getInt(1), rows.getBoolean(2), rows.getString(3)))
                            : Optional.<ReplayResult>empty();
                });
    }
}
