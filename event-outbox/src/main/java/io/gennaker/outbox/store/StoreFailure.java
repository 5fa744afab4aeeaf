package io.gennaker.outbox.store;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The database did not do what was asked.
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Classes of SQLSTATE that say: not your statement, try again. Connection, log-in (a password that is being
    /// changed, a standby that was just promoted), database that is not there, rollback (deadlock, serialization),
    /// resources, operator intervention, system.
    private static final Set<String> PASSING_CLASSES = Set.of("08", "28", "3D", "40", "53", "57", "58");
    /// Lock not available; read-only transaction (a standby that is about to be promoted).
    private static final Set<String> PASSING_STATES = Set.of("55P03", "25006");
    private static final String STATEMENT_CANCELLED = "57014";
    private static final int DEEPEST = 20;

    public StoreFailure(String what, SQLException cause) {
        super(what + ": " + cause.getMessage(), cause);
    }

    /// Whether `failure` comes from a database that is away, busy or gave way to another transaction: then the work
    /// was not at fault, and trying again for as long as it takes is right.
    public static boolean passes(Throwable failure) {
        return passes(failure, 0);
    }

    private static boolean passes(@Nullable Throwable failure, int depth) {
        // what takes too long is at fault itself, though the pool then gives it no connection
        if (failure == null || failure instanceof TransactionOverdue || depth > DEEPEST) {
            return false;
        }
        if (failure instanceof SQLException sql && passing(sql.getSQLState())) {
            return true;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (passes(suppressed, depth + 1)) {
                return true;
            }
        }
        return passes(failure.getCause(), depth + 1);
    }

    /// Connection pools report exhaustion and shutdown without a state.
    private static boolean passing(@Nullable String state) {
        if (state == null || state.length() < 2) {
            return true;
        }
        return !state.equals(STATEMENT_CANCELLED)
                && (PASSING_CLASSES.contains(state.substring(0, 2)) || PASSING_STATES.contains(state));
    }
}
