package io.gennaker.outbox.testing;

import io.gennaker.playground.testing.TestDatabase;
import io.gennaker.playground.testing.TestInfrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;

/// A database of its own with the tables of the outbox, for tests without a container.
public final class FreshDatabase {
    private static final List<String> SCRIPTS =
            List.of("V1__inbox_outbox_operations_timers.sql", "V2__outbox_rows_hold_many_records.sql");

    private final PGSimpleDataSource dataSource;
    private final PlainTransactions transactions;

    private FreshDatabase(PGSimpleDataSource dataSource) {
        this.dataSource = dataSource;
        this.transactions = new PlainTransactions(dataSource);
    }

    public static FreshDatabase create() {
        var database = empty();
        SCRIPTS.forEach(database::migrate);
        return database;
    }

    /// Without the tables.
    public static FreshDatabase empty() {
        return of(TestInfrastructure.ensure().freshDatabase());
    }

    private static FreshDatabase of(TestDatabase database) {
        return at(database.jdbcUrl(), database.username(), database.password());
    }

    /// One that was created before, perhaps by another process.
    public static FreshDatabase at(String jdbcUrl, String username, String password) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(jdbcUrl);
        dataSource.setUser(username);
        dataSource.setPassword(password);
        return new FreshDatabase(dataSource);
    }

    /// A proxy in front of its server.
    public Proxy proxy() {
        URI server = server();
        return new Proxy(server.getHost(), server.getPort());
    }

    /// The same database, by way of the proxy.
    public FreshDatabase behind(Proxy proxy) {
        return at(
                "jdbc:postgresql://127.0.0.1:" + proxy.port() + server().getPath(),
                dataSource.getUser(),
                dataSource.getPassword());
    }

    private URI server() {
        return URI.create(dataSource.getUrl().substring("jdbc:".length()));
    }

    public PGSimpleDataSource dataSource() {
        return dataSource;
    }

    /// Transactions on this database, and the data source that belongs to them.
    public PlainTransactions transactions() {
        return transactions;
    }

    public void execute(String sql) {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("failed: " + sql, e);
        }
    }

    /// First column of the first row.
    public String value(String sql) {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("failed: " + sql, e);
        }
    }

    /// Runs a migration of the outbox.
    public void migrate(String script) {
        try (var text =
                Objects.requireNonNull(FreshDatabase.class.getResourceAsStream("/db/outbox/" + script), script)) {
            execute(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
