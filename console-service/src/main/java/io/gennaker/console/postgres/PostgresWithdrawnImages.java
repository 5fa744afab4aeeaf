package io.gennaker.console.postgres;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.WithdrawnImages;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageEvent;
import io.gennaker.contracts.access.Applications;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// [WithdrawnImages] in a table.
@ApplicationScoped
public class PostgresWithdrawnImages implements WithdrawnImages {
    private final DataSource source;

    PostgresWithdrawnImages(DataSource source) {
        this.source = source;
    }

    @Override
    public void store(ImageEvent event) {
        switch (event) {
            case ImageEvent.Withdrawn withdrawn -> put(withdrawn);
            case ImageEvent.Reinstated reinstated ->
                Sql.run(
                        source,
                        "delete from withdrawn_image where pipeline = ? and repository = ? and digest = ?",
                        statement -> {
                            statement.setString(1, reinstated.pipeline());
                            statement.setString(2, reinstated.repository());
                            statement.setString(3, reinstated.digest().value());
                            return statement.executeUpdate();
                        });
        }
        Changes.announce(source, ChangeFeed.DEFINITIONS);
    }

    private void put(ImageEvent.Withdrawn withdrawn) {
        Actor by = withdrawn.by();
        ExecutionId execution = withdrawn.executionId();
        Sql.run(source, """
                insert into withdrawn_image (pipeline, repository, digest, application, by_user, execution, reason, at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (pipeline, repository, digest) do update
                set application = excluded.application, by_user = excluded.by_user, execution = excluded.execution,
                    reason = excluded.reason, at = excluded.at
                """, statement -> {
            statement.setString(1, withdrawn.pipeline());
            statement.setString(2, withdrawn.repository());
            statement.setString(3, withdrawn.digest().value());
            statement.setString(4, withdrawn.application());
            statement.setString(5, by == null ? null : by.user());
            statement.setString(6, execution == null ? null : execution.value());
            statement.setString(7, withdrawn.reason());
            statement.setTimestamp(8, Timestamp.from(withdrawn.at()));
            return statement.executeUpdate();
        });
    }

    @Override
    public List<WithdrawnImage> list(@Nullable String pipeline, Applications visible, int limit) {
        return Sql.run(source, """
                select pipeline, application, repository || '@' || digest, by_user, execution, reason, at
                from withdrawn_image where (?::text is null or pipeline = ?) order by at desc, pipeline, digest
                """, statement -> {
            statement.setString(1, pipeline);
            statement.setString(2, pipeline);
            var found = new ArrayList<WithdrawnImage>();
            ResultSet rows = statement.executeQuery();
            while (found.size() < limit && rows.next()) {
                if (visible.contain(rows.getString(2))) {
                    found.add(read(rows));
                }
            }
            return found;
        });
    }

    private static WithdrawnImage read(ResultSet row) throws SQLException {
        return new WithdrawnImage(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getTimestamp(7).toInstant());
    }

    @Override
    public boolean contain(String pipeline, String image) {
        return Sql.run(
                source,
                "select 1 from withdrawn_image where pipeline = ? and repository || '@' || digest = ?",
                statement -> {
                    statement.setString(1, pipeline);
                    statement.setString(2, image);
                    return statement.executeQuery().next();
                });
    }
}
