package io.gennaker.analysis.postgres;

import io.gennaker.analysis.canary.Standstill;
import io.gennaker.analysis.canary.StandstillStore;
import io.gennaker.contracts.OperationId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Standstills as rows of table `analysis_standstill`. Joins the transaction that is running.
@ApplicationScoped
public class PostgresStandstills implements StandstillStore {

    private static final String BEGIN = """
            INSERT INTO analysis_standstill (operation_id, since)
            SELECT ?, ?
             WHERE NOT EXISTS (SELECT FROM analysis_standstill WHERE operation_id = ? AND until IS NULL)
            ON CONFLICT DO NOTHING
            """;
    private static final String END =
            "UPDATE analysis_standstill SET until = ?, deadline = ? WHERE operation_id = ? AND until IS NULL";
    private static final String ALL =
            "SELECT since, until, deadline FROM analysis_standstill WHERE operation_id = ? ORDER BY since";

    private final DataSource dataSource;

    @Inject
    public PostgresStandstills(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void begin(OperationId operationId, Instant at) {
        doing(operationId, BEGIN, statement -> {
            statement.setString(1, operationId.value());
            statement.setObject(2, at.atOffset(ZoneOffset.UTC));
            statement.setString(3, operationId.value());
            return statement.executeUpdate();
        });
    }

    @Override
    public void end(OperationId operationId, Instant at, Instant deadline) {
        doing(operationId, END, statement -> {
            statement.setObject(1, at.atOffset(ZoneOffset.UTC));
            statement.setObject(2, deadline.atOffset(ZoneOffset.UTC));
            statement.setString(3, operationId.value());
            return statement.executeUpdate();
        });
    }

    @Override
    public Standstill.History of(OperationId operationId) {
        return doing(operationId, ALL, statement -> {
            statement.setString(1, operationId.value());
            try (var rows = statement.executeQuery()) {
                var standstills = new ArrayList<Standstill>();
                Instant deadline = null;
                while (rows.next()) {
                    var since = rows.getObject(1, OffsetDateTime.class).toInstant();
                    standstills.add(new Standstill(since, instant(rows, 2)));
                    deadline = instant(rows, 3);
                }
                return new Standstill.History(standstills, deadline);
            }
        });
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        var time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private <T> T doing(OperationId operationId, String sql, Work<T> work) {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            return work.with(statement);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot read or keep standstills of " + operationId, failed);
        }
    }
}
