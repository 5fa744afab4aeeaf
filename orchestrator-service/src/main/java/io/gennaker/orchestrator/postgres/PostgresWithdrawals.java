package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.intake.Withdrawals;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/// Table `withdrawn_artifact`.
@ApplicationScoped
class PostgresWithdrawals implements Withdrawals {
    private final Sql sql;

    PostgresWithdrawals(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public boolean withdraw(String pipeline, Artifact artifact, ExecutionId by, Instant at) {
        String image = artifact.image().pinned();
        boolean isNew = find(pipeline, image).isEmpty();
        sql.update(
                "insert into withdrawn_artifact (pipeline, image, execution_id, withdrawn_at) values (?, ?, ?, ?)"
                        + " on conflict (pipeline, image) do update set execution_id = excluded.execution_id,"
                        + " withdrawn_at = excluded.withdrawn_at where withdrawn_artifact.withdrawn_by is null",
                pipeline,
                image,
                by.value(),
                Timestamp.from(at));
        return isNew;
    }

    @Override
    public void withdraw(String pipeline, Withdrawn.ByPerson withdrawn) {
        sql.update(
                "insert into withdrawn_artifact (pipeline, image, withdrawn_by, reason, withdrawn_at)"
                        + " values (?, ?, ?, ?, ?) on conflict (pipeline, image) do update set execution_id = null,"
                        + " withdrawn_by = excluded.withdrawn_by, reason = excluded.reason,"
                        + " withdrawn_at = excluded.withdrawn_at",
                pipeline,
                withdrawn.image(),
                withdrawn.user(),
                withdrawn.reason(),
                Timestamp.from(withdrawn.at()));
    }

    @Override
    public boolean reinstate(String pipeline, String image) {
        return sql.update("delete from withdrawn_artifact where pipeline = ? and image = ?", pipeline, image) > 0;
    }

    @Override
    public List<Artifact> forget(String pipeline, List<Artifact> artifacts) {
        return artifacts.stream()
                .filter(artifact -> sql.update(
                                "delete from withdrawn_artifact where pipeline = ? and image = ?"
                                        + " and withdrawn_by is null",
                                pipeline,
                                artifact.image().pinned())
                        > 0)
                .toList();
    }

    @Override
    public List<Withdrawn> find(String pipeline, List<Artifact> artifacts) {
        return artifacts.stream()
                .flatMap(artifact -> find(pipeline, artifact.image().pinned()).stream())
                .toList();
    }

    private List<Withdrawn> find(String pipeline, String image) {
        return sql.query(
                "select execution_id, withdrawn_by, reason, withdrawn_at from withdrawn_artifact"
                        + " where pipeline = ? and image = ?",
                columns -> {
                    String execution = columns.getString("execution_id");
                    Instant at = columns.getTimestamp("withdrawn_at").toInstant();
                    return execution == null
                            ? new Withdrawn.ByPerson(
                                    image, columns.getString("withdrawn_by"), columns.getString("reason"), at)
                            : new Withdrawn.TakenBack(image, new ExecutionId(execution), at);
                },
                pipeline,
                image);
    }
}
