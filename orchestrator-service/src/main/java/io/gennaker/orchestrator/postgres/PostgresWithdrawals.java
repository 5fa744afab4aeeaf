package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.intake.Withdrawals;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// Table `withdrawn_artifact`.
@ApplicationScoped
class PostgresWithdrawals implements Withdrawals {
    private final Sql sql;

    PostgresWithdrawals(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public void withdraw(String pipeline, Artifact artifact, ExecutionId by, Instant at) {
        sql.update(
                "insert into withdrawn_artifact (pipeline, image, execution_id, withdrawn_at) values (?, ?, ?, ?)"
                        + " on conflict (pipeline, image) do update set execution_id = excluded.execution_id,"
                        + " withdrawn_at = excluded.withdrawn_at",
                pipeline,
                artifact.image().pinned(),
                by.value(),
                Timestamp.from(at));
    }

    @Override
    public boolean hasWithdrawn(ExecutionId execution) {
        return !sql.query("select 1 from withdrawn_artifact where execution_id = ?", _ -> true, execution.value())
                .isEmpty();
    }

    @Override
    public void forget(String pipeline, List<Artifact> artifacts) {
        artifacts.forEach(artifact -> sql.update(
                "delete from withdrawn_artifact where pipeline = ? and image = ?",
                pipeline,
                artifact.image().pinned()));
    }

    @Override
    public Optional<Withdrawn> find(String pipeline, List<Artifact> artifacts) {
        return artifacts.stream().flatMap(artifact -> find(pipeline, artifact)).findFirst();
    }

    private Stream<Withdrawn> find(String pipeline, Artifact artifact) {
        return sql
                .query(
                        "select image, execution_id, withdrawn_at from withdrawn_artifact"
                                + " where pipeline = ? and image = ?",
                        columns -> new Withdrawn(
                                columns.getString("image"),
                                new ExecutionId(columns.getString("execution_id")),
                                columns.getTimestamp("withdrawn_at").toInstant()),
                        pipeline,
                        artifact.image().pinned())
                .stream();
    }
}
