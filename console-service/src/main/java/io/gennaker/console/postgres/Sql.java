package io.gennaker.console.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Runs one statement on the transaction's connection; a failure ends the transaction.
final class Sql {
    private Sql() {}

    interface Work<T extends @Nullable Object> {
        T with(PreparedStatement statement) throws SQLException;
    }

    static <T extends @Nullable Object> T run(DataSource source, String sql, Work<T> work) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.with(statement);
        } catch (SQLException failed) {
            throw new IllegalStateException("database: " + failed.getMessage(), failed);
        }
    }

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> List<T> query(DataSource source, String sql, Row<T> row, @Nullable Object... values) {
        return run(source, sql, statement -> {
            bind(statement, values);
            var all = new ArrayList<T>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                all.add(row.read(rows));
            }
            return all;
        });
    }

    /// @return how many rows it changed
    static int update(DataSource source, String sql, @Nullable Object... values) {
        return run(source, sql, statement -> {
            bind(statement, values);
            return statement.executeUpdate();
        });
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
