package io.gennaker.outbox.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// What is announced on a connection that listens.
public final class Notifications {
    private static final int ANSWERS_WITHIN_SECONDS = 5;
    private static final String CONNECTION_FAILURE = "08006";

    private Notifications() {}

    /// Waits at most so long for what is announced. Who only listens never learns that the other end is gone without
    /// a word, so after a silence the connection has to answer.
    public static List<String> await(Connection session, Duration atMost) throws SQLException {
        PGNotification[] heard =
                session.unwrap(PGConnection.class).getNotifications(Math.toIntExact(atMost.toMillis()));
        if (heard != null && heard.length > 0) {
            return Stream.of(heard).map(PGNotification::getParameter).toList();
        }
        if (!session.isValid(ANSWERS_WITHIN_SECONDS)) {
            throw new SQLException("the connection that listens does not answer", CONNECTION_FAILURE);
        }
        return List.of();
    }
}
