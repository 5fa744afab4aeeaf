package io.gennaker.orchestrator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// Executions that run while the orchestrator learns to keep timers with them.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class TimersMigrationTest {
    private static final Instant SOON = Instant.parse("2026-05-01T12:00:00.123456Z");
    private static final Instant LATER = Instant.parse("2026-05-02T12:00:00Z");
    private static final String RUNNING_BEFORE = """
            insert into plan (digest, body) values ('d', 'a plan');
            insert into execution (id, pipeline, status, plan_digest, state, sequence, accepted_at)
                values ('shop-1', 'shop', 'RUNNING', 'd', 'x', 1, now());
            insert into gennaker_timer (id, key, due, next_attempt, payload) values
                ('shop-1/execution-timeout', 'shop-1', '2026-05-02T12:00:00Z', '2026-05-02T12:00:00Z', 'execution-timeout'),
                ('shop-1/stage-timeout/build', 'shop-1', '2026-05-01T14:00:00.123456+02', '2026-05-01T12:00:10Z', 'stage-timeout/build'),
                ('places/shop', 'places/shop', '2026-05-01T12:00:00Z', '2026-05-01T12:00:00Z', 'places/shop')""";

    private final String schema = "before_" + UUID.randomUUID().toString().replace('-', '_');

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private final PGSimpleDataSource dataSource = new PGSimpleDataSource();

    /// Not the service's pool: its connections still have the temporary functions of the service's own migration.
    @BeforeEach
    void connect() {
        dataSource.setUrl(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
    }

    @Test
    void shouldKeepTheTimersOfExecutionsThatRun() throws SQLException {
        // Given
        migrate("185");
        execute(RUNNING_BEFORE);

        // When
        migrate("186");

        // Then
        var timers = TimersJson.read(text("select timers from execution where id = 'shop-1'"));
        assertThat(timers.alarm()).isEqualTo(SOON);
        assertThat(timers.due()).isEqualTo(Map.of("execution-timeout", LATER, "stage-timeout/build", SOON));
        assertThat(text("""
                        select string_agg(concat_ws(' ', id, key, payload, extract(epoch from due), extract(epoch from next_attempt)), ', ' order by id)
                        from gennaker_timer"""))
                .isEqualTo("places/shop places/shop places/shop 1777636800.000000 1777636800.000000, "
                        + "shop-1 shop-1 alarm 1777636800.123456 1777636810.000000");
    }

    @AfterEach
    void dropSchema() throws SQLException {
        execute("drop schema " + schema + " cascade");
    }

    private void migrate(String version) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas(schema)
                .locations("db/outbox", "db/migration")
                .target(version)
                .load()
                .migrate();
    }

    private void execute(String statements) throws SQLException {
        try (var connection = dataSource.getConnection();
                var database = connection.createStatement()) {
            database.execute("set search_path = " + schema);
            try {
                database.execute(statements);
            } finally {
                database.execute("reset search_path");
            }
        }
    }

    private String text(String query) throws SQLException {
        try (var connection = dataSource.getConnection();
                var database = connection.createStatement()) {
            database.execute("set search_path = " + schema);
            try (var rows = database.executeQuery(query)) {
                rows.next();
                return rows.getString(1);
            } finally {
                database.execute("reset search_path");
            }
        }
    }
}
