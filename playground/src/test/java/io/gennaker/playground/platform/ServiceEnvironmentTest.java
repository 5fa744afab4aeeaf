package io.gennaker.playground.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceEnvironmentTest {
    @TempDir
    Path folder;

    private PlatformHome home;

    @BeforeEach
    void open() {
        home = new PlatformHome(folder).prepare();
    }

    @Test
    void shouldTellEachServiceOnlyWhatItNeeds() {
        // Given
        var environment = environment(false);
        var port = new Port("any", 1);

        // When
        var deployer = environment.of("deployer", port);
        var analysis = environment.of("analysis", port);
        var judgement = environment.of("judgement", port);
        var console = environment.of("console", port);

        // Then
        assertThat(deployer)
                .containsEntry(
                        "KUBECONFIG",
                        home.data("clusters").resolve("kubeconfig").toString());
        assertThat(analysis).containsEntry("GENNAKER_PROMETHEUS_URL", "http://127.0.0.1:18095");
        assertThat(Path.of(judgement.get("GENNAKER_WEBHOOK_SECRET_FILE"))).isNotEmptyFile();
        assertThat(Path.of(judgement.get("GENNAKER_CALLOUT_SECRET_FILE"))).isNotEmptyFile();
        assertThat(judgement).containsEntry("GENNAKER_CALLOUT_CALLBACK_URL", "http://127.0.0.1:1");
        assertThat(Path.of(console.get("GENNAKER_CONSOLE_TOKEN_FILE")))
                .as("made by the console itself")
                .doesNotExist();
        assertThat(analysis).doesNotContainKeys("KUBECONFIG", "GENNAKER_WEBHOOK_SECRET_FILE");
        assertThat(deployer.get("QUARKUS_DATASOURCE_PASSWORD"))
                .isNotEqualTo(console.get("QUARKUS_DATASOURCE_PASSWORD"));
    }

    @Test
    void shouldNameTheEmulatorOnlyWhenItRuns() {
        // Given
        var port = new Port("trigger", 1);

        // When
        var with = environment(true).of("trigger", port);
        var without = environment(false).of("trigger", port);

        // Then
        assertThat(with)
                .containsEntry("PUBSUB_EMULATOR_HOST", "127.0.0.1:18099")
                .containsEntry("GENNAKER_PUBSUB_PROJECT", "playground")
                .containsEntry("GENNAKER_PUBSUB_SUBSCRIPTION", "gennaker-gcr")
                .containsEntry("GENNAKER_PUBSUB_TOPIC", "gcr");
        assertThat(without).containsEntry("GENNAKER_PUBSUB_ENABLED", "false").doesNotContainKey("PUBSUB_EMULATOR_HOST");
    }

    private ServiceEnvironment environment(boolean pubSub) {
        return new ServiceEnvironment(home, new PortTable(Map.of()), new Secrets(home), pubSub);
    }
}
