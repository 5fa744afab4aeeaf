package io.gennaker.deployer.postgres;

import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.drift.DriftRecords;
import io.gennaker.deployer.drift.PastDrift;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/// Table `route_drift`, and what `intended_weights` says of the shift that drifted.
public final class JdbcDriftRecords implements DriftRecords {
    private static final String HOLDS =
            "select 1 from intended_weights where operation_id = ? and reached_at is not null for update";
    /// More than are ever asked for together: corrections that count together are few.
    private static final String NEWEST = """
            select number, version, found, answer, seen_at, ended_at from route_drift
            where operation_id = ? order by number desc limit 20""";
    private static final String COUNT = """
            select context, count(*) from route_drift join intended_weights using (operation_id)
            where seen_at >= ? group by context""";
    private static final String FORGET = "delete from route_drift where seen_at < now() - interval '90 days'";
    private static final String INSERT = """
            insert into route_drift (operation_id, number, version, found, answer, seen_at)
            values (?, ?, ?, ?, ?, ?)""";
    private static final String ENDED = "update route_drift set ended_at = ? where operation_id = ? and number = ?";

    private final DataSource database;

    public JdbcDriftRecords(DataSource database) {
        this.database = database;
    }

    @Override
    public Map<String, Integer> countSince(Instant when) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(COUNT)) {
            select.setTimestamp(1, Timestamp.from(when));
            var counts = new HashMap<String, Integer>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getInt(2));
                }
            }
            return counts;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot count drifts", failure);
        }
    }

    @Override
    public boolean holds(OperationId shift) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(HOLDS)) {
            select.setString(1, shift.value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read whether " + shift + " is in force", failure);
        }
    }

    @Override
    public List<PastDrift> drifts(OperationId shift) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(NEWEST)) {
            select.setString(1, shift.value());
            var drifts = new ArrayList<PastDrift>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    drifts.addFirst(drift(rows));
                }
            }
            return drifts;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the drifts of " + shift, failure);
        }
    }

    private static PastDrift drift(ResultSet row) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        return new PastDrift(
                row.getInt("number"),
                row.getString("version"),
                row.getString("found"),
                PastDrift.Answer.valueOf(row.getString("answer")),
                row.getTimestamp("seen_at").toInstant(),
                ended == null ? null : ended.toInstant());
    }

    @Override
    public void add(OperationId shift, PastDrift drift) {
        try (Connection connection = database.getConnection();
                PreparedStatement forget = connection.prepareStatement(FORGET);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            forget.executeUpdate();
            insert.setString(1, shift.value());
            insert.setInt(2, drift.number());
            insert.setString(3, drift.version());
            insert.setString(4, drift.found());
            insert.setString(5, drift.answer().name());
            insert.setTimestamp(6, Timestamp.from(drift.seenAt()));
            insert.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot record a drift of " + shift, failure);
        }
    }

    @Override
    public void ended(OperationId shift, int number, Instant at) {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(ENDED)) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setString(2, shift.value());
            update.setInt(3, number);
            update.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot record the end of a correction of " + shift, failure);
        }
    }
}
