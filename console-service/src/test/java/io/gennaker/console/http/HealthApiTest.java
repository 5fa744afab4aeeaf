package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.contracts.HealthEvent;
import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class HealthApiTest {
    private static TestBus bus;

    private final String cluster = "c-" + UUID.randomUUID().toString().substring(0, 8);
    private final Instant now = Instant.now();

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldShowWhatWasToldLastEvenWhenAnOlderWordComesAfterIt() {
        // Given
        bus.publish(looked(HealthState.DOWN, "does not answer", now));
        bus.publish(looked(HealthState.UP, null, now.minusSeconds(20)));
        bus.publish(new HealthEvent.Looked(
                "deployer",
                "r",
                HealthKind.CLUSTER,
                cluster + "-last",
                HealthState.UP,
                now,
                null,
                null,
                Map.of(),
                now));

        // When
        await().atMost(Duration.ofSeconds(60))
                .until(() -> line(cluster + "-last").isPresent());

        // Then
        JsonNode line = line(cluster).orElseThrow();
        assertThat(line.path("state").asText()).isEqualTo("Down");
        assertThat(line.path("problem").asText()).isEqualTo("does not answer");
        assertThat(line.path("advice").asText()).isEqualTo("look at the network");
        assertThat(line.path("facts").path("version").asText()).isEqualTo("v1.31");
    }

    @Test
    void shouldTellOfItself() {
        // Then
        await().atMost(Duration.ofSeconds(60))
                .until(() -> line("console")
                        .filter(line -> line.path("state").asText().equals("Up"))
                        .isPresent());
    }

    private HealthEvent looked(HealthState state, @Nullable String problem, Instant at) {
        return new HealthEvent.Looked(
                "deployer",
                "r",
                HealthKind.CLUSTER,
                cluster,
                state,
                at,
                problem,
                problem == null ? null : "look at the network",
                Map.of("version", "v1.31"),
                at);
    }

    private static Optional<JsonNode> line(String name) {
        JsonNode lines = Api.asAdmin().get("/api/health").json();
        return StreamSupport.stream(lines.spliterator(), false)
                .filter(line -> line.path("name").asText().equals(name))
                .findFirst();
    }
}
