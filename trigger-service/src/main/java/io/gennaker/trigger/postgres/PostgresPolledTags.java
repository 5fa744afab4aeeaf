package io.gennaker.trigger.postgres;

import io.gennaker.trigger.matching.PolledTags;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// Tags of polled repositories; a tag '' says that a repository was read once.
@ApplicationScoped
public class PostgresPolledTags implements PolledTags {
    private static final String READ_ONCE = "";

    private final DataSource source;

    public PostgresPolledTags(DataSource source) {
        this.source = source;
    }

    @Override
    public Optional<Map<String, String>> of(String repository) {
        Map<String, String> digests =
                Sql.run(source, "select tag, digest from polled_tag where repository = ?", statement -> {
                    statement.setString(1, repository);
                    var found = new HashMap<String, String>();
                    ResultSet rows = statement.executeQuery();
                    while (rows.next()) {
                        found.put(rows.getString(1), rows.getString(2));
                    }
                    return found;
                });
        return digests.remove(READ_ONCE) == null ? Optional.empty() : Optional.of(digests);
    }

    @Override
    public void note(String repository, Map<String, String> digests) {
        Sql.run(source, """
                insert into polled_tag (repository, tag, digest) values (?, ?, ?)
                on conflict (repository, tag) do update set digest = excluded.digest, at = now()
                """, statement -> {
            for (Map.Entry<String, String> entry : digests.entrySet()) {
                statement.setString(1, repository);
                statement.setString(2, entry.getKey());
                statement.setString(3, entry.getValue());
                statement.addBatch();
            }
            statement.setString(1, repository);
            statement.setString(2, READ_ONCE);
            statement.setString(3, READ_ONCE);
            statement.addBatch();
            return statement.executeBatch().length;
        });
    }
}
