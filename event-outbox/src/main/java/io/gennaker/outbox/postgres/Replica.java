package io.gennaker.outbox.postgres;

import io.gennaker.outbox.store.Announcements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// This process among the replicas of its service: one standing connection, over which it hears the others and on which
/// it holds, if no other does, the lock of the relay.
///
/// The lock spares duplicates, it does not keep the order: see the relay for what does. The connection must be a
/// session of its own: a pooler in transaction mode between this process and PostgreSQL would break both uses.
public final class Replica implements Announcements, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Replica.class);
    private static final Duration LISTEN_AT_MOST = Duration.ofMillis(500);
    private static final String OUTBOX = "outbox";
    private static final String CANCELLED = "cancelled ";
    /// Channels are shared by the whole database; the schema tells the services apart.
    private static final String CHANNEL = "'gennaker_' || md5(current_schema())";

    private final DataSource dataSource;
    private final Sql sql;
    private final Runnable onOutboxFilled;
    private final Consumer<String> onOperationCancelled;
    private @Nullable Connection connection;
    private volatile boolean relaying;

    public Replica(DataSource dataSource, Runnable onOutboxFilled, Consumer<String> onOperationCancelled) {
        this.dataSource = dataSource;
        this.sql = new Sql(dataSource);
        this.onOutboxFilled = onOutboxFilled;
        this.onOperationCancelled = onOperationCancelled;
    }

    /// Whether this process is the one that relays.
    public boolean relaying() {
        return relaying;
    }

    @Override
    public void outboxFilled() {
        if (!relaying) {
            announce(OUTBOX);
        }
    }

    @Override
    public void operationCancelled(String id) {
        announce(CANCELLED + id);
    }

    private void announce(String what) {
        sql.query("select pg_notify(" + CHANNEL + ", ?)", _ -> true, what);
    }

    /// Listens for a moment, and tries to become the relaying replica. To be called again and again by one thread.
    public Duration listen() throws SQLException {
        try {
            Connection session = connected();
            if (!relaying) {
                relaying = tryLock(session);
                if (relaying) {
                    LOG.info("This replica relays the outbox");
                    onOutboxFilled.run();
                }
            }
            hear(session);
            return Duration.ZERO;
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private void hear(Connection session) throws SQLException {
        for (String what : Notifications.await(session, LISTEN_AT_MOST)) {
            if (what.equals(OUTBOX)) {
                onOutboxFilled.run();
            } else if (what.startsWith(CANCELLED)) {
                onOperationCancelled.accept(what.substring(CANCELLED.length()));
            }
        }
    }

    private Connection connected() throws SQLException {
        if (connection == null) {
            connection = dataSource.getConnection();
            connection.setAutoCommit(true);
            try (var statement = connection.createStatement();
                    var channel = statement.executeQuery("select " + CHANNEL)) {
                channel.next();
                statement.execute("listen " + channel.getString(1));
            }
        }
        return connection;
    }

    private static boolean tryLock(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var locked = statement.executeQuery(
                        "select pg_try_advisory_lock(hashtextextended('relay/' || current_schema(), 0))")) {
            return locked.next() && locked.getBoolean(1);
        }
    }

    /// Gives the lock up and the connection back.
    @Override
    public void close() {
        relaying = false;
        try (Connection session = connection) {
            connection = null;
            if (session != null && session.isValid(1)) {
                try (var statement = session.createStatement()) {
                    statement.execute("unlisten *");
                    statement.execute("select pg_advisory_unlock_all()");
                }
            }
        } catch (SQLException e) {
            LOG.debug("The standing connection ended with a failure", e);
        }
    }
}
