package io.gennaker.console.postgres;

import io.gennaker.console.figures.Deliveries;
import io.gennaker.console.figures.FinishedDelivery;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.access.Applications;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Counts from the columns of the executions' table; documents are not read.
@ApplicationScoped
public class PostgresDeliveries implements Deliveries {
    private static final int MOST = 50_000;

    private final DataSource source;

    PostgresDeliveries(DataSource source) {
        this.source = source;
    }

    @Override
    public List<FinishedDelivery> since(Instant from, @Nullable String application, Applications visible) {
        List<FinishedDelivery> newestFirst = Sql.run(source, """
                select pipeline, status, accepted_at, finished_at from execution_view
                where finished_at >= ? and started_at is not null and accepted_at is not null and images > 0
                  and status in ('SUCCEEDED', 'FAILED', 'TIMED_OUT')
                  and (?::text is null or application = ?)
                  and (?::text[] is null or application = any (?))
                order by finished_at desc, id desc limit ?
                """, statement -> {
            statement.setTimestamp(1, Timestamp.from(from));
            statement.setString(2, application);
            statement.setString(3, application);
            Array names = Visible.names(statement, visible);
            statement.setArray(4, names);
            statement.setArray(5, names);
            statement.setInt(6, MOST);
            ResultSet rows = statement.executeQuery();
            var read = new ArrayList<FinishedDelivery>();
            while (rows.next()) {
                read.add(new FinishedDelivery(
                        rows.getString(1),
                        rows.getString(2).equals(ExecutionStatus.SUCCEEDED.name()),
                        rows.getTimestamp(3).toInstant(),
                        rows.getTimestamp(4).toInstant()));
            }
            return read;
        });
        return newestFirst.reversed();
    }
}
