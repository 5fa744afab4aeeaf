package io.gennaker.deployer.postgres;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.deployer.task.IntendedWeights;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/// Table `intended_weights`.
public final class JdbcIntendedWeights implements IntendedWeights {
    private static final String UPSERT = """
            insert into intended_weights (context, namespace, virtual_service, http_route, host, cluster,
                destination_rule, workload, execution_id, operation_id, release, baseline, canary, intended_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (context, namespace, virtual_service, http_route, host) do update set
                cluster = excluded.cluster, destination_rule = excluded.destination_rule,
                workload = excluded.workload,
                execution_id = excluded.execution_id, operation_id = excluded.operation_id,
                release = excluded.release, baseline = excluded.baseline, canary = excluded.canary,
                intended_at = excluded.intended_at, reached_at = null""";
    private static final String ROUTE = """
            where context = ? and namespace = ? and virtual_service = ? and http_route = ? and host = ?""";

    private final DataSource database;

    public JdbcIntendedWeights(DataSource database) {
        this.database = database;
    }

    @Override
    public void intend(Intention intention) {
        try (Connection connection = database.getConnection();
                PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            int next = route(upsert, 1, intention.cluster(), intention.namespace(), intention.route());
            upsert.setString(next++, intention.cluster().name());
            upsert.setString(next++, intention.route().destinationRule());
            upsert.setString(next++, intention.workload());
            upsert.setString(next++, intention.execution().value());
            upsert.setString(next++, intention.operation().value());
            upsert.setInt(next++, intention.split().release());
            upsert.setInt(next++, intention.split().baseline());
            upsert.setInt(next++, intention.split().canary());
            upsert.setTimestamp(next, timestamp(intention.at()));
            upsert.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot record the weights of " + intention.operation(), failure);
        }
    }

    @Override
    public Optional<OperationId> newest(ClusterTarget cluster, String namespace, Route route) {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select operation_id from intended_weights " + ROUTE)) {
            int _ = route(select, 1, cluster, namespace, route);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(new OperationId(rows.getString(1))) : Optional.empty();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the weights of " + route.virtualService(), failure);
        }
    }

    @Override
    public void reached(Intention intention) {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update intended_weights set reached_at = ? " + ROUTE + " and operation_id = ?")) {
            update.setTimestamp(1, timestamp(intention.at()));
            int next = route(update, 2, intention.cluster(), intention.namespace(), intention.route());
            update.setString(next, intention.operation().value());
            update.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot record that " + intention.operation() + " is reached", failure);
        }
    }

    private static int route(
            PreparedStatement statement, int first, ClusterTarget cluster, String namespace, Route route)
            throws SQLException {
        String http = route.http();
        statement.setString(first, cluster.context());
        statement.setString(first + 1, namespace);
        statement.setString(first + 2, route.virtualService());
        statement.setString(first + 3, http == null ? "" : http);
        statement.setString(first + 4, route.host());
        return first + 5;
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}
