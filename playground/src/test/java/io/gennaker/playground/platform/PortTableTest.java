package io.gennaker.playground.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortTableTest {
    @Test
    void shouldHaveTheConsoleAtTheBase() {
        assertThat(new PortTable(Map.of()).port("console").number()).isEqualTo(18_080);
    }

    @Test
    void shouldMoveAllByTheBaseAndOneByItsOwnVariable() {
        // Given
        var ports = new PortTable(Map.of("GENNAKER_PORT_BASE", "21000", "GENNAKER_PORT_REPLICA_GATEWAY", "9000"));

        // When
        var api = ports.port("replica-api");
        var gateway = ports.port("replica-gateway");

        // Then
        assertThat(api.number()).isEqualTo(21_010);
        assertThat(gateway.number()).isEqualTo(9_000);
    }

    @Test
    void shouldGiveEveryPortAPlaceOfItsOwn() {
        // Given
        var ports = new PortTable(Map.of());
        var infrastructure = Stream.of(
                "replica-api",
                "replica-gateway",
                "production-api",
                "production-gateway",
                "clusters-admin",
                "prometheus",
                "postgres",
                "kafka",
                "kafka-controller",
                "pubsub");

        // When
        var numbers = Stream.concat(
                        infrastructure.map(ports::port),
                        PortTable.SERVICES.stream()
                                .flatMap(service -> IntStream.rangeClosed(1, PortTable.MOST_COPIES)
                                        .mapToObj(copy -> ports.copy(service, copy))))
                .map(Port::number)
                .toList();

        // Then
        assertThat(numbers).doesNotHaveDuplicates().hasSize(10 + 6 * PortTable.MOST_COPIES);
    }

    @Test
    void shouldNameTheVariableWhenItIsNoPort() {
        assertThatThrownBy(() -> new PortTable(Map.of("GENNAKER_PORT_KAFKA", "many")).port("kafka"))
                .hasMessageContainingAll("GENNAKER_PORT_KAFKA", "many");
        assertThatThrownBy(() -> new PortTable(Map.of("GENNAKER_PORT_KAFKA", "70000")).port("kafka"))
                .hasMessageContainingAll("GENNAKER_PORT_KAFKA", "70000", "1 to 65535");
    }
}
