package io.gennaker.outbox.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.Reader;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// Flyway as each service has it, on schemas of other versions.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class MigrationsTest {
    private static final String LIBRARY = "V1__inbox_outbox_operations_timers.sql";
    private static final String LATER_IN_THE_LIBRARY = "V2__outbox_rows_hold_many_records.sql";
    private static final String SERVICE = "V100__notes.sql";

    private final String schema = "migrated_" + UUID.randomUUID().toString().replace('-', '_');

    @Inject
    DataSource dataSource;

    @Inject
    Flyway flyway;

    @AfterEach
    void dropSchema() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + schema + " cascade");
        }
    }

    @Test
    void shouldApplyALaterMigrationOfTheLibraryBelowThoseOfTheService() throws SQLException {
        // Given
        only(LIBRARY, SERVICE).load().migrate();

        // When
        as().load().migrate();

        // Then
        assertThat(applied()).containsExactly(LIBRARY, SERVICE, LATER_IN_THE_LIBRARY);
    }

    @Test
    void shouldStartAnEarlierVersionOnTheSchemaOfALaterOne() throws SQLException {
        // Given
        as().load().migrate();

        // When
        var withoutTheLibrarys = only(LIBRARY, SERVICE).load().migrate();
        var withoutTheServices = only(LIBRARY).load().migrate();

        // Then
        assertThat(withoutTheLibrarys.migrationsExecuted).isZero();
        assertThat(withoutTheServices.migrationsExecuted).isZero();
        assertThat(applied()).containsExactly(LIBRARY, LATER_IN_THE_LIBRARY, SERVICE);
    }

    @Test
    void shouldGiveAMigrationMoreTimeThanStatementsHave() throws SQLException {
        // Given
        var impatient = connections();
        impatient.setSocketTimeout(1);
        var slow = new Script("V3__slow.sql", "select pg_sleep(3)");

        // When
        as().dataSource(impatient)
                .resourceProvider(new Scripts(List.of(slow)))
                .load()
                .migrate();

        // Then
        assertThat(applied()).containsExactly("V3__slow.sql");
    }

    @Test
    void shouldBoundStatementsAgainWhenConnectionsHaveMigrated() throws SQLException {
        // Given
        only(LIBRARY, SERVICE).dataSource(dataSource).load().migrate();
        var borrowed = new ArrayList<Connection>();
        var timeouts = new ArrayList<Duration>();

        // When
        try {
            for (int number = 0; number < 8; number++) {
                borrowed.add(dataSource.getConnection());
                timeouts.add(Duration.ofMillis(borrowed.getLast().getNetworkTimeout()));
            }
        } finally {
            for (Connection connection : borrowed) {
                connection.close();
            }
        }

        // Then
        assertThat(timeouts).containsOnly(Duration.ofSeconds(60));
    }

    /// With a schema and sessions of its own, as what a migration makes for its session would be there again.
    private FluentConfiguration as() {
        return Flyway.configure()
                .configuration(flyway.getConfiguration())
                .dataSource(connections())
                .schemas(schema);
    }

    private static PGSimpleDataSource connections() {
        var config = ConfigProvider.getConfig();
        var connections = new PGSimpleDataSource();
        connections.setUrl(config.getValue("quarkus.datasource.jdbc.url", String.class));
        connections.setUser(config.getValue("quarkus.datasource.username", String.class));
        connections.setPassword(config.getValue("quarkus.datasource.password", String.class));
        return connections;
    }

    /// A version that has no other migrations.
    private FluentConfiguration only(String... names) {
        Predicate<LoadableResource> known = script -> List.of(names).contains(script.getFilename());
        var all = flyway.getConfiguration().getResourceProvider().getResources("V", new String[] {".sql"});
        return as().resourceProvider(new Scripts(all.stream().filter(known).toList()));
    }

    private List<String> applied() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select regexp_replace(script, '.*/', '') from " + schema
                        + ".flyway_schema_history where version is not null and success order by installed_rank")) {
            var scripts = new ArrayList<String>();
            while (rows.next()) {
                scripts.add(rows.getString(1));
            }
            return scripts;
        }
    }

    private record Scripts(List<LoadableResource> scripts) implements ResourceProvider {
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return scripts.stream()
                    .filter(script -> script.getRelativePath().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return scripts.stream()
                    .filter(script -> script.getFilename().startsWith(prefix)
                            && Stream.of(suffixes).anyMatch(script.getFilename()::endsWith))
                    .toList();
        }
    }

    private static final class Script extends LoadableResource {
        private final String name;
        private final String text;

        Script(String name, String text) {
            this.name = name;
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public String getAbsolutePath() {
            return name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
