package io.gennaker.playground.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.playground.platform.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    static Path binaries;

    @TempDir
    Path folder;

    private DatabaseSettings settings;
    private Database database;

    @BeforeEach
    void configure() {
        configure(Durability.FAST);
    }

    private void configure(Durability durability) {
        settings = new DatabaseSettings(
                folder.resolve("data"),
                binaries,
                folder.resolve("postgres.log"),
                FreePorts.next(),
                "it's secret",
                durability);
        database = new Database(settings);
    }

    @AfterEach
    void destroy() {
        database.destroy();
    }

    @Test
    void shouldKeepItsDataWhenStoppedAndWhenKilled() throws Exception {
        // Given
        configure(Durability.DURABLE);
        database.start();
        execute("create table fact (value int)");
        execute("insert into fact values (1)");
        database.stop();
        assertThat(database.process()).isEmpty();
        var second = new Database(settings).start();
        execute("insert into fact values (2)");
        second.destroyForcibly();
        second.onExit().get(10, TimeUnit.SECONDS);

        // When
        new Database(settings).start();

        // Then
        assertThat(number("select sum(value) from fact")).isEqualTo(3);
        assertThat(text("show fsync") + text("show synchronous_commit")).isEqualTo("onon");
        assertThat(text("show server_version")).startsWith("18.");
        assertThat(text("show listen_addresses")).isEqualTo("127.0.0.1");
    }

    @Test
    void shouldBeFoundByItsDataFolder() {
        // Given
        var started = database.start();

        // When
        var found = new Database(settings);

        // Then
        assertThat(found.process()).contains(started);
        assertThat(found.start().pid()).isEqualTo(started.pid());
    }

    @Test
    void shouldStartWhenTheIdOfItsLastProcessBelongsToAnotherProgram() throws IOException {
        // Given
        database.start();
        database.stop();
        var other = ProcessHandle.current().pid();
        Files.writeString(
                folder.resolve("data/postmaster.pid"), other + "\n" + settings.data() + "\n1\n1\n\n\n\nready\n");

        // When
        var process = database.start();

        // Then
        assertThat(process.pid()).isNotEqualTo(other);
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void shouldKeepServicesApart() throws SQLException {
        // Given
        database.start();
        var schemas = new ServiceSchemas(database, "gennaker");
        schemas.ensure(Map.of("trigger", "one", "console", "first"));

        // When
        schemas.ensure(Map.of("trigger", "one", "console", "two"));

        // Then
        var url = database.jdbcUrl("gennaker");
        try (var trigger = DriverManager.getConnection(url, "trigger", "one");
                var console = DriverManager.getConnection(url, "console", "two")) {
            trigger.createStatement().execute("create table secret (value int)");
            assertThatThrownBy(() -> console.createStatement().execute("select * from trigger.secret"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> console.createStatement().execute("create table public.mine (value int)"))
                    .hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(url, "trigger", "wrong"))
                .hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> schemas.ensure(Map.of("bad; drop", "x"))).hasMessageContaining("bad; drop");
    }

    private void execute(String command) throws SQLException {
        try (var connection = database.connect("postgres")) {
            connection.createStatement().execute(command);
        }
    }

    private int number(String query) throws SQLException {
        return Integer.parseInt(text(query));
    }

    private String text(String query) throws SQLException {
        try (var connection = database.connect("postgres");
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
