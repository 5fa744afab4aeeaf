package io.gennaker.orchestrator.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Plain SQL over the data source. Inside a transaction every call gets that transaction's connection.
final class Sql {
    private final DataSource dataSource;

    Sql(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// Reads one row's columns.
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet columns) throws SQLException;
    }

    /// A parameter that is an array of the database's `type`.
    record Array(String type, @Nullable Object[] values) {}

    static <R> Array texts(List<R> rows, Function<R, @Nullable String> value) {
        return new Array("text", rows.stream().map(value).toArray(String[]::new));
    }

    static <R> Array numbers(List<R> rows, Function<R, Long> value) {
        return new Array("bigint", rows.stream().map(value).toArray(Long[]::new));
    }

    static <R> Array bytes(List<R> rows, Function<R, byte[]> value) {
        return new Array("bytea", rows.stream().map(value).toArray(byte[][]::new));
    }

    int update(String sql, @Nullable Object... values) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }

    <T> List<T> query(String sql, Row<T> row, @Nullable Object... values) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows, row);
            }
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }

    /// A change of rows, to be made together with others.
    record Update(String sql, @Nullable Object... values) {}

    /// Changes rows, one after the other, on one way to the database.
    ///
    /// @return how many rows each has changed
    List<Integer> updates(List<Update> updates) {
        String all = updates.stream().map(Update::sql).collect(Collectors.joining("; "));
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(all)) {
            bind(
                    statement,
                    updates.stream().map(Update::values).flatMap(Arrays::stream).toArray());
            statement.execute();
            var rows = new ArrayList<Integer>();
            for (int changed = statement.getUpdateCount(); changed >= 0; changed = statement.getUpdateCount()) {
                rows.add(changed);
                statement.getMoreResults();
            }
            return rows;
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }

    record Both<A, B>(List<A> first, List<B> second) {}

    /// Two queries, one after the other, on one way to the database.
    ///
    /// @param values of the first, then of the second
    <A, B> Both<A, B> both(String first, Row<A> a, String second, Row<B> b, @Nullable Object... values) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(first + "; " + second)) {
            bind(statement, values);
            statement.execute();
            var ofFirst = rows(statement, a);
            statement.getMoreResults();
            return new Both<>(ofFirst, rows(statement, b));
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }

    private static <T> List<T> rows(PreparedStatement statement, Row<T> row) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            return read(rows, row);
        }
    }

    private static <T> List<T> read(ResultSet rows, Row<T> row) throws SQLException {
        var all = new ArrayList<T>();
        while (rows.next()) {
            all.add(row.read(rows));
        }
        return all;
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(
                    i + 1,
                    values[i] instanceof Array array
                            ? statement.getConnection().createArrayOf(array.type(), array.values())
                            : values[i]);
        }
    }
}
