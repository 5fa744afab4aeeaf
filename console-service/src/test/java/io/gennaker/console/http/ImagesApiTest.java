package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ImageCommand;
import io.gennaker.contracts.ImageEvent;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class ImagesApiTest {
    private static final String PATH = "/api/images/withdrawn";
    private static TestBus bus;
    private static Api api;

    private final Digest digest = Digest.of(UUID.randomUUID().toString());
    private final String image = "us.gcr.io/acme/shop@" + digest;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
        api = Api.asAdmin();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    private String request(Delivery delivery, String named) {
        return "{\"pipeline\": \"" + pipeline(delivery) + "\", \"image\": \"" + named + "\", \"reason\": \"it leaks\"}";
    }

    @Test
    void shouldWithdrawAnImageListItWithWhoAndWhyAndReinstateIt() {
        // Given
        Delivery delivery = accepted();

        // When
        var withdrawing = api.postLater(PATH, request(delivery, "us.gcr.io/acme/shop:v3@" + digest));
        var withdraw = bus.awaitMessage(
                Topic.IMAGE_COMMANDS,
                ImageCommand.Withdraw.class,
                asked -> asked.digest().equals(digest));
        bus.publish(new ImageEvent.Withdrawn(
                withdraw.pipeline(),
                "shop",
                withdraw.repository(),
                digest,
                withdraw.by(),
                null,
                withdraw.reason(),
                withdraw.at()));
        var withdrawn = withdrawing.join();
        var listed = api.get(PATH + "?pipeline=" + pipeline(delivery));
        var reinstating = api.postLater(PATH + "/reinstate", request(delivery, image));
        var reinstate = bus.awaitMessage(
                Topic.IMAGE_COMMANDS,
                ImageCommand.Reinstate.class,
                asked -> asked.digest().equals(digest));
        bus.publish(new ImageEvent.Reinstated(
                reinstate.pipeline(),
                reinstate.repository(),
                digest,
                reinstate.by(),
                null,
                reinstate.reason(),
                reinstate.at()));

        // Then
        assertThat(withdrawn.status()).isEqualTo(202);
        assertThat(withdrawn.json().path("inForce").asBoolean()).isTrue();
        assertThat(withdraw.reason()).isEqualTo("it leaks");
        assertThat(listed.json()).hasSize(1);
        assertThat(listed.json().path(0).path("image").asText()).isEqualTo(image);
        assertThat(listed.json().path(0).path("by").asText())
                .isEqualTo(withdraw.by().user());
        assertThat(listed.json().path(0).path("reason").asText()).isEqualTo("it leaks");
        assertThat(reinstating.join().json().path("inForce").asBoolean()).isTrue();
        assertThat(api.get(PATH + "?pipeline=" + pipeline(delivery)).json()).isEmpty();
    }

    @Test
    void shouldRefuseAnImageWithoutDigestAndOneThatIsNotWithdrawn() {
        // Given
        Delivery delivery = accepted();

        // When
        var unpinned = api.post(PATH, request(delivery, "us.gcr.io/acme/shop:v3"));
        var unknown = api.post(PATH + "/reinstate", request(delivery, image));

        // Then
        assertThat(unpinned.status()).isEqualTo(400);
        assertThat(unpinned.json().path("message").asText()).contains("with its digest");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("message").asText()).contains("is not withdrawn");
    }

    @Test
    void shouldAskForRoutesToBeRestoredThoughThePipelineIsNotInForce() {
        // Given
        Delivery delivery = accepted();

        // When
        var answer = api.post(
                "/api/pipelines/" + pipeline(delivery) + "/restore-routes",
                "{\"reason\": \"another mesh\", \"idempotencyKey\": \"k\"}");
        var command = bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.RestoreRoutes.class,
                asked -> asked.pipeline().equals(pipeline(delivery)));

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("executionId").asText())
                .isEqualTo(command.executionId().value());
        assertThat(command.reason()).isEqualTo("another mesh");
        assertThat(api.post("/api/pipelines/" + pipeline(delivery) + "x/restore-routes", "{}")
                        .status())
                .isEqualTo(404);
    }

    private static String pipeline(Delivery delivery) {
        String execution = delivery.execution().value();
        return execution.substring(0, execution.lastIndexOf('-'));
    }

    private static Delivery accepted() {
        Delivery delivery = Delivery.of("shop-" + UUID.randomUUID().toString().substring(0, 8), "1")
                .accepted();
        delivery.events().forEach(bus::publish);
        api.awaitExecution(delivery.execution(), seen -> seen.has("pipeline"));
        return delivery;
    }
}
