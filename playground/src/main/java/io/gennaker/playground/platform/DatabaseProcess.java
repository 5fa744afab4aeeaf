package io.gennaker.playground.platform;

import io.gennaker.playground.platform.Readiness.NotYet;
import io.gennaker.playground.platform.Readiness.Ready;
import io.gennaker.playground.postgres.Database;
import io.gennaker.playground.postgres.DatabaseException;
import io.gennaker.playground.postgres.ServiceSchemas;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The database: it starts and stops by its own program, is found by its data folder also without a pid file, and is
/// ready when the services' roles and schemas are there.
final class DatabaseProcess implements Launcher, Probe {
    private final Database database;
    private final String name;
    private final Supplier<Map<String, String>> passwords;

    /// @param name of the database that the services share
    /// @param passwords of the services' roles, by service
    DatabaseProcess(Database database, String name, Supplier<Map<String, String>> passwords) {
        this.database = database;
        this.name = name;
        this.passwords = passwords;
    }

    @Override
    public ProcessHandle start(Path log) throws IOException {
        try {
            return database.start();
        } catch (DatabaseException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void prepare() throws IOException {
        try {
            new ServiceSchemas(database, name).ensure(passwords.get());
        } catch (DatabaseException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Optional<ProcessHandle> find() {
        return database.process();
    }

    @Override
    public void stop(ProcessHandle process, Duration bound) {
        database.stop();
    }

    @Override
    public Readiness check() {
        try (var connection = database.connect(name);
                var statement = connection.createStatement()) {
            statement.execute("select 1");
            return new Ready();
        } catch (SQLException e) {
            return new NotYet("no connection: " + e.getMessage());
        }
    }
}
