package io.gennaker.console.postgres;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.outbox.postgres.Notifications;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Tells every replica what changed, whichever replica changed it: by NOTIFY in the changing transaction, heard by one
/// LISTEN connection per replica.
@ApplicationScoped
public class Changes implements ChangeFeed {
    private static final Logger LOG = Logger.getLogger(Changes.class);
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final DataSource source;
    private final Set<Consumer<String>> listeners = new CopyOnWriteArraySet<>();
    private volatile boolean running = true;

    Changes(DataSource source) {
        this.source = source;
    }

    /// Announces a change as part of the running transaction: it is heard after the commit.
    static void announce(DataSource source, String subject) {
        // The channel carries the schema's name: several consoles may share a database.
        Sql.run(source, "select pg_notify('console_' || current_schema(), ?)", statement -> {
            statement.setString(1, subject);
            return statement.execute();
        });
    }

    @Override
    public Runnable listen(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().daemon().name("console-changes").start(this::listenForever);
    }

    void stop(@Observes ShutdownEvent event) {
        running = false;
    }

    private void listenForever() {
        while (running) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(true);
                listenOn(connection);
            } catch (SQLException lost) {
                // At the stop the pool takes the connection away.
                if (running) {
                    LOG.warnf("not hearing changes, trying again reason=\"%s\"", lost.getMessage());
                    pause();
                }
            }
        }
    }

    private void listenOn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String schema = connection.getSchema();
            statement.execute("listen \"console_" + schema + "\"");
            // What changed while nobody listened is not known by name: everybody looks again.
            tell(EVERYTHING);
            while (running) {
                Notifications.await(connection, WAIT).forEach(this::tell);
            }
            statement.execute("unlisten *");
        }
    }

    private void tell(String subject) {
        for (Consumer<String> listener : listeners) {
            try {
                listener.accept(subject);
            } catch (RuntimeException failed) {
                LOG.warnf(failed, "a watcher failed subject=%s", subject);
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
