package io.gennaker.deployer.postgres;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.DeploymentTask.ShiftTraffic;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.StoredJson;
import io.gennaker.deployer.task.IntendedWeights;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Table `intended_weights`.
public final class JdbcIntendedWeights implements IntendedWeights {
    private static final String SELECT =
            "select execution_id, operation_id, shift, release_pods, intended_at from intended_weights ";
    private static final String UPSERT = """
            insert into intended_weights (context, namespace, route, execution_id, operation_id, shift, release,
                baseline, canary, gives_away, release_pods, intended_at)
            values (?, ?, ?::jsonb, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?)
            on conflict (context, namespace, route) do update set
                execution_id = excluded.execution_id, operation_id = excluded.operation_id, shift = excluded.shift,
                release = excluded.release, baseline = excluded.baseline, canary = excluded.canary,
                gives_away = excluded.gives_away, release_pods = excluded.release_pods,
                intended_at = excluded.intended_at, reached_at = null""";
    private static final String IN_FORCE =
            SELECT + "where reached_at is not null and gives_away order by context, namespace, route";
    private static final String ROUTE = "where context = ? and namespace = ? and route = ?::jsonb";

    private final DataSource database;

    public JdbcIntendedWeights(DataSource database) {
        this.database = database;
    }

    @Override
    public void intend(Intention intention) {
        try (Connection connection = database.getConnection();
                PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            int next = route(upsert, 1, intention.cluster(), intention.namespace(), intention.route());
            upsert.setString(next++, intention.execution().value());
            upsert.setString(next++, intention.operation().value());
            upsert.setString(next++, StoredJson.write(intention.shift()));
            upsert.setInt(next++, intention.split().release());
            upsert.setInt(next++, intention.split().baseline());
            upsert.setInt(next++, intention.split().canary());
            upsert.setBoolean(next++, !intention.wanted().isTakingBack());
            upsert.setInt(next++, intention.releasePods());
            upsert.setTimestamp(next, timestamp(intention.at()));
            upsert.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot record the weights of " + intention.operation(), failure);
        }
    }

    @Override
    public Optional<Intention> newest(ClusterTarget cluster, String namespace, Route route) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT + ROUTE)) {
            int _ = route(select, 1, cluster, namespace, route);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(intention(rows)) : Optional.empty();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the weights of " + route.title(), failure);
        }
    }

    @Override
    public List<Intention> inForce() {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(IN_FORCE);
                ResultSet rows = select.executeQuery()) {
            var found = new ArrayList<Intention>();
            while (rows.next()) {
                found.add(intention(rows));
            }
            return found;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the shifts in force", failure);
        }
    }

    private static Intention intention(ResultSet row) throws SQLException {
        return new Intention(
                new ExecutionId(row.getString("execution_id")),
                new OperationId(row.getString("operation_id")),
                (ShiftTraffic) StoredJson.read(row.getString("shift"), DeploymentTask.class),
                row.getInt("release_pods"),
                row.getTimestamp("intended_at").toInstant());
    }

    /// Its operation ends whether it is reached or not.
    @Override
    public boolean isUnderWay(Intention intention) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select 1 from gennaker_operation where id = ? and ended_at is null")) {
            select.setString(1, intention.operation().value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read whether " + intention.operation() + " has ended", failure);
        }
    }

    @Override
    public void forget(Intention intention) {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement(
                        "delete from intended_weights " + ROUTE + " and operation_id = ?")) {
            int next = route(delete, 1, intention.cluster(), intention.namespace(), intention.route());
            delete.setString(next, intention.operation().value());
            delete.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot forget the weights of " + intention.operation(), failure);
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
        statement.setString(first, cluster.context());
        statement.setString(first + 1, namespace);
        statement.setString(first + 2, StoredJson.write(route));
        return first + 3;
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}
