package io.gennaker.judgement.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
}
