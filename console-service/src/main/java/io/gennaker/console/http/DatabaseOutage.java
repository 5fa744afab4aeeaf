package io.gennaker.console.http;

import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Stream;

/// Tells whether a request failed because the database was away, so that it may be asked again as it is.
final class DatabaseOutage {
    /// Classes of SQLSTATE: connection exception, log-in (a password that is being changed), a database that is not
    /// there, operator intervention (a shut-down), insufficient resources.
    private static final String AWAY = "(08|28|3D)[0-9A-Z]{3}|57P0[1-3]|53300";

    /// The connection pool has no SQLSTATE for it.
    private static final String NO_CONNECTION = "acquisition timeout";

    private static final int DEEPEST = 20;

    private DatabaseOutage() {}

    static boolean isCauseOf(Throwable failed) {
        return Stream.iterate(failed, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .anyMatch(cause -> cause instanceof SQLException sql && isAway(sql));
    }

    private static boolean isAway(SQLException failed) {
        String state = failed.getSQLState();
        return state == null
                ? String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT).contains(NO_CONNECTION)
                : state.matches(AWAY);
    }
}
