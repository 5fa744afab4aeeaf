package io.gennaker.orchestrator.postgres;

import java.sql.SQLException;

/// The database did not do what was asked. The transaction rolls back and is tried again.
final class DatabaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseFailure(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
