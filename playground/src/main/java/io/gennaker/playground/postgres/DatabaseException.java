package io.gennaker.playground.postgres;

/// The database could not be made, started, stopped or prepared; the message says what was tried, what came back, and
/// what to do where that is known.
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseException(String message) {
        super(message);
    }

    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
