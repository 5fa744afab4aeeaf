package io.gennaker.playground.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {
    @Test
    void shouldBindToThisMachineOnly() {
        // Given
        var settings = BrokerSettings.parse(
                new String[] {"--port", "9092", "--data", "/tmp/kafka", "--controller-port", "9093"});

        // When
        var configuration = settings.configuration();

        // Then
        assertThat(settings).isEqualTo(new BrokerSettings(Path.of("/tmp/kafka"), 9092, 9093));
        assertThat(configuration.getProperty("listeners"))
                .isEqualTo("PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093");
    }

    @Test
    void shouldSayWhatIsWrongWithItsArguments() {
        assertThatThrownBy(() -> BrokerSettings.parse(new String[] {"--data", "/tmp"}))
                .hasMessageContaining("usage");
        assertThatThrownBy(() -> BrokerSettings.parse(
                        new String[] {"--data", "/tmp", "--port", "x", "--controller-port", "9093"}))
                .hasMessageContainingAll("--port", "'x'");
        assertThatThrownBy(() ->
                        BrokerSettings.parse(new String[] {"--data", "/tmp", "--port", "1", "--controller-port", "1"}))
                .hasMessageContaining("must differ");
        assertThatThrownBy(() -> BrokerSettings.parse(
                        new String[] {"--data", "/tmp", "--colour", "1", "--controller-port", "1"}))
                .hasMessageContaining("--colour");
    }
}
