package io.gennaker.outbox.postgres;

import io.gennaker.outbox.store.StoreFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Runs statements on the connection of the running transaction, or on one of their own.
final class Sql {
    private static final double MICROS = 1_000_000.0;

    private final DataSource dataSource;

    Sql(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// The parameters are values, [Instant]s, [Duration]s (as seconds), null, or typed arrays.
    <T> List<T> query(String statement, Row<T> row, @Nullable Object... parameters) {
        try (var connection = dataSource.getConnection();
                var prepared = prepare(connection, statement, parameters);
                var result = prepared.executeQuery()) {
            return rows(result, row);
        } catch (SQLException e) {
            throw new StoreFailure("the database refused or failed", e);
        }
    }

    <T> Optional<T> first(String statement, Row<T> row, @Nullable Object... parameters) {
        return query(statement, row, parameters).stream().findFirst();
    }

    int update(String statement, @Nullable Object... parameters) {
        try (var connection = dataSource.getConnection();
                var prepared = prepare(connection, statement, parameters)) {
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw new StoreFailure("the database refused or failed", e);
        }
    }

    /// A query whose rows nobody needs, then one whose rows are read, on one way to the database.
    ///
    /// @param parameters of both, in their order
    <T> List<T> both(String unread, String query, Row<T> row, @Nullable Object... parameters) {
        try (var connection = dataSource.getConnection();
                var prepared = prepare(connection, unread + "; " + query, parameters)) {
            prepared.execute();
            prepared.getMoreResults();
            try (var result = prepared.getResultSet()) {
                return rows(result, row);
            }
        } catch (SQLException e) {
            throw new StoreFailure("the database refused or failed", e);
        }
    }

    private static <T> List<T> rows(ResultSet result, Row<T> row) throws SQLException {
        var rows = new ArrayList<T>();
        while (result.next()) {
            rows.add(row.read(result));
        }
        return rows;
    }

    /// A parameter that is an array of the database's `type`.
    record Array(String type, @Nullable Object[] values) {}

    static Array texts(List<String> values) {
        return new Array("text", values.toArray(String[]::new));
    }

    static Array numbers(List<Long> values) {
        return new Array("bigint", values.toArray(Long[]::new));
    }

    /// Reads a column with seconds.
    static Duration seconds(ResultSet row, int column) throws SQLException {
        return Duration.ofNanos(Math.max(0, Math.round(row.getDouble(column) * MICROS)) * 1000);
    }

    static Array times(List<Instant> values) {
        return new Array(
                "timestamptz",
                values.stream().map(time -> time.atOffset(ZoneOffset.UTC)).toArray());
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static PreparedStatement prepare(Connection connection, String statement, @Nullable Object... parameters)
            throws SQLException {
        var prepared = connection.prepareStatement(statement);
        for (int i = 0; i < parameters.length; i++) {
            prepared.setObject(i + 1, converted(connection, parameters[i]));
        }
        return prepared;
    }

    private static @Nullable Object converted(Connection connection, @Nullable Object parameter) throws SQLException {
        return switch (parameter) {
            case null -> null;
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Duration duration -> duration.toNanos() / 1e9;
            case Array array -> connection.createArrayOf(array.type(), array.values());
            default -> parameter;
        };
    }
}
