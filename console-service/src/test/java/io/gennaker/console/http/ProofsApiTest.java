package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionProof;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class ProofsApiTest {
    private static final Instant AT = Instant.parse("2019-10-21T09:30:00Z");
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
    void shouldSayWhatAReplayCameTo() {
        // Given
        Delivery delivery = accepted();

        // When
        var answer = api.postLater("/api/executions/" + delivery.execution() + "/replay", "");
        var command = bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Replay.class,
                asked -> asked.executionId().equals(delivery.execution()));
        bus.publish(new ExecutionProof.Replayed(
                command.executionId(), command.requestId(), 12, false, "move 3: otherwise", command.at()));

        // Then
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(answer.join().json())
                .hasToString("{\"moves\":12,\"same\":false,\"difference\":\"move 3: otherwise\"}");
    }

    @Test
    void shouldAskForTheSamePlanWithWhoAndWhyAndOnceOnlyForOneKey() {
        // Given
        Delivery delivery = accepted();
        String path = "/api/executions/" + delivery.execution() + "/rerun";
        String request = "{\"reason\": \"the cluster was away\", \"idempotencyKey\": \"k\"}";

        // When
        var first = api.post(path, request);
        var again = api.post(path, request);

        // Then
        var command = bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Rerun.class,
                asked -> asked.of().equals(delivery.execution()));
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.json().path("executionId").asText())
                .isEqualTo(command.executionId().value())
                .isEqualTo(again.json().path("executionId").asText());
        assertThat(command.by().user()).isEqualTo("admin");
        assertThat(command.reason()).isEqualTo("the cluster was away");
    }

    @Test
    void shouldGiveTheEnvelopeAsItWasSignedLastAndSayWhenThereIsNone() {
        // Given
        Delivery delivery = accepted();
        String path = "/api/executions/" + delivery.execution() + "/provenance";
        var before = api.get(path);
        bus.publish(attested(delivery, "{\"first\":1}"));
        bus.publish(attested(delivery, "{\"second\":2}"));

        // When
        var envelope = await("the second envelope")
                .atMost(Duration.ofSeconds(60))
                .until(() -> api.get(path), answer -> answer.json().has("second"));

        // Then
        assertThat(before.status()).isEqualTo(404);
        assertThat(before.message()).contains("it is signed when an execution ends");
        assertThat(envelope.json()).hasToString("{\"second\":2}");
    }

    private static ExecutionProof attested(Delivery delivery, String envelope) {
        return new ExecutionProof.Attested(delivery.execution(), "key", CompressedText.of(envelope), AT);
    }

    private static Delivery accepted() {
        Delivery delivery = Delivery.of("shop-" + UUID.randomUUID().toString().substring(0, 8), "1")
                .accepted();
        delivery.events().forEach(bus::publish);
        api.awaitExecution(delivery.execution(), seen -> seen.has("pipeline"));
        return delivery;
    }
}
