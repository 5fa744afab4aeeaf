package io.gennaker.console.postgres;

import io.gennaker.contracts.access.Applications;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What a caller may see, as a parameter of a statement.
final class Visible {
    private Visible() {}

    /// The applications' names; null for all.
    static @Nullable Array names(PreparedStatement statement, Applications visible) throws SQLException {
        return switch (visible) {
            case Applications.All() -> null;
            case Applications.Named(var names) -> statement.getConnection().createArrayOf("text", names.toArray());
        };
    }
}
