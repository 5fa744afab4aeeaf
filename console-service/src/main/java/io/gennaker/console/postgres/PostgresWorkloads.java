package io.gennaker.console.postgres;

import io.gennaker.console.view.Workloads;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.contracts.RunningWorkload;
import io.gennaker.contracts.access.Applications;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// A row for each workload; one that was removed stays, so that an older word does not bring it back.
@ApplicationScoped
public class PostgresWorkloads implements Workloads {
    private static final int MOST = 2_000;

    private final DataSource source;

    PostgresWorkloads(DataSource source) {
        this.source = source;
    }

    @Override
    public void store(DeploymentEvent.WorkloadsSettled settled) {
        String execution = settled.executionId().value();
        for (RunningWorkload workload : settled.workloads()) {
            store(settled.cluster().name(), settled.namespace(), workload, execution, settled.at());
        }
        Changes.announce(source, execution);
    }

    @Override
    public void store(DeploymentEvent.ChangesPlanned planned) {
        for (ObjectChange change : planned.objects()) {
            if (change.effect() == ObjectChange.Effect.REMOVED) {
                removed(planned, change);
            }
        }
    }

    private void removed(DeploymentEvent.ChangesPlanned planned, ObjectChange change) {
        Sql.run(source, """
                update workload set images = '{}', at = ?, execution = ?
                where cluster = ? and namespace = ? and kind = ? and name = ? and at <= ?
                """, statement -> {
            statement.setTimestamp(1, Timestamp.from(planned.at()));
            statement.setString(2, planned.executionId().value());
            statement.setString(3, planned.cluster().name());
            statement.setString(4, planned.namespace());
            statement.setString(5, change.kind());
            statement.setString(6, change.name());
            statement.setTimestamp(7, Timestamp.from(planned.at()));
            return statement.executeUpdate();
        });
    }

    private void store(String cluster, String namespace, RunningWorkload workload, String execution, Instant at) {
        Sql.run(source, """
                insert into workload (cluster, namespace, kind, name, images, execution, at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (cluster, namespace, kind, name) do update
                set images = excluded.images, execution = excluded.execution, at = excluded.at
                where workload.at <= excluded.at
                """, statement -> {
            statement.setString(1, cluster);
            statement.setString(2, namespace);
            statement.setString(3, workload.kind());
            statement.setString(4, workload.name());
            statement.setArray(
                    5,
                    statement
                            .getConnection()
                            .createArrayOf("text", workload.images().toArray()));
            statement.setString(6, execution);
            statement.setTimestamp(7, Timestamp.from(at));
            return statement.executeUpdate();
        });
    }

    @Override
    public List<WorkloadView> list(Applications visible) {
        return Sql.run(source, """
                select workload.*, application, pipeline from workload
                left join execution_view on execution_view.id = workload.execution
                where cardinality(workload.images) > 0 and (?::text[] is null or application = any (?))
                order by application nulls last, namespace, name, kind, cluster limit ?
                """, statement -> {
            var names = Visible.names(statement, visible);
            statement.setArray(1, names);
            statement.setArray(2, names);
            statement.setInt(3, MOST);
            ResultSet rows = statement.executeQuery();
            var workloads = new ArrayList<WorkloadView>();
            while (rows.next()) {
                workloads.add(workload(rows));
            }
            return workloads;
        });
    }

    private static WorkloadView workload(ResultSet row) throws SQLException {
        return new WorkloadView(
                row.getString("cluster"),
                row.getString("namespace"),
                row.getString("kind"),
                row.getString("name"),
                List.of((String[]) row.getArray("images").getArray()),
                row.getString("execution"),
                row.getString("application"),
                row.getString("pipeline"),
                row.getTimestamp("at").toInstant());
    }
}
