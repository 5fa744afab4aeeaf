package io.gennaker.trigger.postgres;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.StoredJson;
import io.gennaker.trigger.matching.Running;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/// What executions were given, for the pipelines that follow them.
@ApplicationScoped
public class RunningExecutions implements Running.Executions {
    private final DataSource source;

    public RunningExecutions(DataSource source) {
        this.source = source;
    }

    @Override
    public void began(ExecutionId execution, Running running, Instant at) {
        Sql.run(source, """
                insert into running_execution (execution_id, depth, artifacts, at) values (?, ?, ?, ?)
                on conflict (execution_id) do update set artifacts = excluded.artifacts
                """, statement -> {
            statement.setString(1, execution.value());
            statement.setInt(2, running.depth());
            statement.setString(3, StoredJson.write(running));
            statement.setTimestamp(4, Timestamp.from(at));
            return statement.executeUpdate();
        });
    }

    @Override
    public void ended(ExecutionId execution, Instant at) {
        Sql.run(source, "update running_execution set ended_at = ? where execution_id = ?", statement -> {
            statement.setTimestamp(1, Timestamp.from(at));
            statement.setString(2, execution.value());
            return statement.executeUpdate();
        });
    }

    @Override
    public void reopened(ExecutionId execution) {
        Sql.run(source, "update running_execution set ended_at = null where execution_id = ?", statement -> {
            statement.setString(1, execution.value());
            return statement.executeUpdate();
        });
    }

    @Override
    public Optional<Running> of(ExecutionId execution) {
        return Sql.run(source, "select artifacts from running_execution where execution_id = ?", statement -> {
            statement.setString(1, execution.value());
            ResultSet rows = statement.executeQuery();
            return rows.next() ? Optional.of(Json.read(rows.getString(1), Running.class)) : Optional.empty();
        });
    }
}
