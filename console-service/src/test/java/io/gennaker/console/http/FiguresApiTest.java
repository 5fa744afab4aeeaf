package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class FiguresApiTest {
    private static TestBus bus;
    private static Api api;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
        api = Api.asAdmin();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldCountADeliveryThatWasTakenBackAsAFailure() {
        // Given
        String pipeline = "figures-" + UUID.randomUUID().toString().substring(0, 8);
        Delivery delivery = Delivery.of(pipeline, "1", Instant.now().minusSeconds(60))
                .accepted()
                .schemaJob()
                .firstShift()
                .firstVerdict()
                .question()
                .approval()
                .secondShift()
                .takenBack();
        delivery.events().forEach(bus::publish);
        JsonNode execution = api.awaitExecution(delivery.execution(), seen -> seen.has("finishedAt"));

        // When
        JsonNode figures = api.get("/api/figures?days=7&application="
                        + execution.path("application").asText())
                .json();

        // Then
        assertThat(figures.at("/current/failed").asInt()).isPositive();
        assertThat(figures.at("/current/changeFailureRate").asDouble()).isPositive();
        assertThat(figures.path("days")).hasSize(7);
    }

    @Test
    void shouldRefuseWhatIsNoPeriodOrNoPlace() {
        // When
        var period = api.get("/api/figures?days=0");
        var place = api.get("/api/figures?zone=Atlantis");

        // Then
        assertThat(period.status()).isEqualTo(400);
        assertThat(period.json().path("message").asText()).isEqualTo("days is '0'; allowed is 1 to 180");
        assertThat(place.json().path("message").asText())
                .isEqualTo("zone is 'Atlantis'; allowed is the name of a time zone, such as Europe/Berlin");
    }
}
