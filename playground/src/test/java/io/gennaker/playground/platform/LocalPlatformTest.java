package io.gennaker.playground.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gennaker.playground.prometheus.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPlatformTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private LocalPlatform platform;

    @BeforeEach
    void open() {
        environment.put("PATH", System.getenv("PATH"));
        environment.put("GENNAKER_HOME", folder.resolve("home").toString());
        environment.put("GENNAKER_PUBSUB_ENABLED", "false");
        for (var name : List.of("POSTGRES", "KAFKA", "KAFKA_CONTROLLER", "PROMETHEUS")) {
            environment.put("GENNAKER_PORT_" + name, Integer.toString(FreePorts.next()));
        }
        platform = LocalPlatform.open(folder, environment);
    }

    @AfterEach
    void down() {
        platform.down(ProgressListener.silent());
    }

    @Test
    void shouldComeBackWithAllStateWhenEverythingWasKilled() throws Exception {
        // Given
        var both = Set.of("postgres", "kafka");
        platform.start(both, ProgressListener.silent());
        writeRow();
        makeTopic("kept");
        both.forEach(platform::kill);
        assertThat(platform.status("kafka").state()).isEqualTo(ComponentStatus.State.CRASHED);

        // When
        LocalPlatform.open(folder, environment).start(both, ProgressListener.silent());

        // Then
        assertThat(readRow()).isEqualTo("kept");
        assertThat(topics()).contains("kept");
        assertThat(platform.status())
                .filteredOn(status -> both.contains(status.name()))
                .allSatisfy(status -> {
                    assertThat(status.state()).isEqualTo(ComponentStatus.State.READY);
                    assertThat(status.uptime()).isPresent();
                    assertThat(status.residentBytes().orElseThrow()).isGreaterThan(1_000_000);
                });
    }

    @Test
    void shouldSayWhatToBuildWhenAServiceIsNotBuilt() {
        assertThatThrownBy(() -> platform.start("console", ProgressListener.silent()))
                .isInstanceOf(PlatformException.class)
                .hasMessageContainingAll("console", "quarkus-run.jar is missing", "./mvnw");
    }

    @Test
    void shouldNameTheAllowedWhenAComponentIsUnknown() {
        assertThatThrownBy(() -> platform.logs("kafka-2", 10))
                .isInstanceOf(PlatformException.class)
                .hasMessageContainingAll("kafka-2", "postgres", "orchestrator");
        assertThatThrownBy(() -> platform.up(Map.of("kafka", 2), ProgressListener.silent()))
                .hasMessageContainingAll("kafka", "orchestrator");
        assertThatThrownBy(() -> platform.up(Map.of("trigger", 99), ProgressListener.silent()))
                .hasMessageContainingAll("trigger", "99", "8");
    }

    @Test
    void shouldScrapeEveryService() throws IOException {
        // Given
        assumeThat(PrometheusServer.program(System.getenv("PATH")))
                .as("prometheus is not on PATH: " + PrometheusServer.INSTALL)
                .isPresent();

        // When
        platform.start("prometheus", ProgressListener.silent());

        // Then
        assertThat(platform.status("prometheus").state()).isEqualTo(ComponentStatus.State.READY);
        assertThat(Files.readString(platform.home().data("prometheus").resolve("services.json")))
                .contains("\"127.0.0.1:18080\"", "\"127.0.0.1:18085\"", "/q/metrics");
    }

    @Test
    void shouldFindWhatIsMissing() {
        // Given
        var bare = new HashMap<>(environment);
        bare.put("PATH", folder.toString());

        // When
        var checks = LocalPlatform.open(folder, bare).doctor();

        // Then
        assertThat(checks)
                .filteredOn(check -> check.result() == Check.Result.MISSING)
                .extracting(Check::name)
                .contains("prometheus", "services built");
        assertThat(checks)
                .filteredOn(check -> check.result() != Check.Result.OK)
                .allSatisfy(check -> assertThat(check.remedy()).isNotBlank());
    }

    private void writeRow() throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(url(), "trigger", password());
                var statement = connection.createStatement()) {
            statement.execute("create table fact (value text)");
            statement.execute("insert into fact values ('kept')");
        }
    }

    private String readRow() throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(url(), "trigger", password());
                var rows = connection.createStatement().executeQuery("select value from trigger.fact")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + environment.get("GENNAKER_PORT_POSTGRES")
                + "/gennaker?currentSchema=trigger";
    }

    private String password() throws IOException {
        return Files.readString(platform.home().secret("database-trigger")).strip();
    }

    private void makeTopic(String name) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", platform.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private Set<String> topics() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", platform.bootstrapServers()))) {
            return admin.listTopics().names().get();
        }
    }
}
