package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class InterventionsApiTest {
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
    void shouldAnswerWhatBecameOfItWhenItIsDone() {
        // Given
        Delivery delivery = accepted();

        // When
        var answer = intervene(delivery, "{\"act\": \"pause\", \"reason\": \"incident 17\"}");
        ExecutionCommand.Intervene command = awaitCommand(delivery);
        bus.publish(done(command, ExecutionStatus.PAUSED));

        // Then
        assertThat(command.intervention()).isEqualTo(new Intervention.Pause());
        assertThat(command.by()).isEqualTo(new Actor("admin", List.of("admin")));
        assertThat(command.reason()).isEqualTo("incident 17");
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(answer.join().json().path("status").asText()).isEqualTo("Paused");
        var seen = api.get("/api/executions/" + delivery.execution()).json();
        assertThat(seen.path("status").asText()).isEqualTo("Paused");
        assertThat(seen.at("/interventions/0/by").asText()).isEqualTo("admin");
    }

    @Test
    void shouldSayWhyAndWhatIsAllowedWhenItIsRefused() {
        // Given
        Delivery delivery = accepted();

        // When
        var answer = intervene(delivery, "{\"act\": \"retry\", \"stage\": \"canary\"}");
        ExecutionCommand.Intervene command = awaitCommand(delivery);
        bus.publish(refused(command));

        // Then
        assertThat(command.intervention()).isEqualTo(new Intervention.Retry("canary"));
        assertThat(answer.join().status()).isEqualTo(409);
        assertThat(answer.join().code()).isEqualTo("refused");
        assertThat(answer.join().message()).isEqualTo("stage canary waits; allowed now: cancel, pause");
    }

    @ParameterizedTest
    @CsvSource({"viewer, 403", "deployer, 403", "judge, 403", "maintainer, 200"})
    void shouldLetOnlyMaintainersOverrideAFreeze(String role, int status) {
        // Given
        Delivery delivery = accepted();
        bus.publish(new ExecutionEvent.Frozen(delivery.execution(), "christmas", "calm", null, delivery.later(1)));
        api.awaitExecution(
                delivery.execution(),
                seen -> seen.path("reason").asText().equals("frozen until the freeze is removed by christmas: calm"));
        String token = api.post("/api/tokens", "{\"user\": \"sam\", \"roles\": [\"" + role + "\"]}")
                .json()
                .path("secret")
                .asText();

        // When
        var answer = Api.as(token)
                .postLater(
                        "/api/executions/" + delivery.execution() + "/interventions",
                        "{\"act\": \"override-freeze\", \"reason\": \"hotfix\"}");
        if (status == 200) {
            bus.publish(done(awaitCommand(delivery), ExecutionStatus.QUEUED));
        }

        // Then
        assertThat(answer.join().status()).isEqualTo(status);
        assertThat(api.get("/api/executions/" + delivery.execution()).json().has("reason"))
                .isEqualTo(status != 200);
    }

    @Test
    void shouldGiveTheFirstAnswerAgainWhenTheRequestIsRepeated() {
        // Given
        Delivery delivery = accepted();
        var first = intervene(delivery, "{\"act\": \"pause\", \"requestId\": \"r-1\"}");
        bus.publish(done(awaitCommand(delivery), ExecutionStatus.PAUSED));
        first.join();

        // When
        var again = intervene(delivery, "{\"act\": \"pause\", \"requestId\": \"r-1\"}");

        // Then
        assertThat(again.join().status()).isEqualTo(200);
        assertThat(again.join().json()).isEqualTo(first.join().json());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|act is needed",
                "{\"act\": \"retry\"}|retry needs a stage",
                "{\"act\": \"pause\", \"stage\": \"canary\"}|pause is about the whole execution",
                "{\"act\": \"undo\"}|undo",
                "{\"act\": \"override-freeze\"}|override-freeze needs a reason",
            })
    void shouldSayWhatIsAllowedWhenTheRequestIsMalformed(String request, String said) {
        // When
        var answer = intervene(accepted(), request).join();

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains(said);
    }

    private static CompletableFuture<Api.Answer> intervene(Delivery delivery, String request) {
        return api.postLater("/api/executions/" + delivery.execution() + "/interventions", request);
    }

    private static Delivery accepted() {
        Delivery delivery = Delivery.of("shop-" + UUID.randomUUID().toString().substring(0, 8), "1")
                .accepted();
        delivery.events().forEach(bus::publish);
        api.awaitExecution(delivery.execution(), seen -> seen.has("pipeline"));
        return delivery;
    }

    private static ExecutionCommand.Intervene awaitCommand(Delivery delivery) {
        return bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Intervene.class,
                command -> command.executionId().equals(delivery.execution()));
    }

    private static ExecutionEvent done(ExecutionCommand.Intervene command, ExecutionStatus status) {
        return new ExecutionEvent.Intervened(
                command.executionId(),
                command.requestId(),
                command.intervention(),
                command.by(),
                command.reason(),
                status,
                command.at());
    }

    private static ExecutionEvent refused(ExecutionCommand.Intervene command) {
        return new ExecutionEvent.InterventionRefused(
                command.executionId(),
                command.requestId(),
                command.intervention(),
                command.by(),
                command.reason(),
                "stage canary waits",
                List.of("cancel", "pause"),
                command.at());
    }
}
