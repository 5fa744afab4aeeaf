package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.contracts.RunningWorkload;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class WorkloadsApiTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final ClusterTarget PRODUCTION = new ClusterTarget("production", "production");
    private static TestBus bus;

    private final String namespace = "n-" + UUID.randomUUID().toString().substring(0, 8);
    private final Delivery delivery =
            Delivery.of("shop-" + UUID.randomUUID().toString().substring(0, 8), "1");

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldShowWhatRunsWhereAndWhichDeliveryLeftItSo() {
        // Given
        delivery.accepted().events().forEach(bus::publish);
        bus.publish(settled("shop", "us.gcr.io/acme/shop:v2", NOON));
        bus.publish(settled("shop", "us.gcr.io/acme/shop:v1", NOON.minusSeconds(60)));
        bus.publish(settled("cart", "us.gcr.io/acme/cart:v7", NOON));

        // When
        await().atMost(Duration.ofSeconds(60)).until(() -> workloads().size() == 2);

        // Then
        JsonNode shop = workloads().getLast();
        assertThat(shop.path("name").asText()).isEqualTo("shop");
        assertThat(shop.path("images").get(0).asText()).isEqualTo("us.gcr.io/acme/shop:v2");
        assertThat(shop.path("application").asText()).isEqualTo("shop");
        assertThat(shop.path("executionId").asText())
                .isEqualTo(delivery.execution().value());
    }

    @Test
    void shouldForgetAWorkloadThatIsRemoved() {
        // Given
        bus.publish(settled("shop", "us.gcr.io/acme/shop:v2", NOON));
        bus.publish(settled("cart", "us.gcr.io/acme/cart:v7", NOON));
        bus.publish(settled("mail", "us.gcr.io/acme/mail:v1", NOON));
        await().atMost(Duration.ofSeconds(60)).until(() -> workloads().size() == 3);

        // When
        bus.publish(new DeploymentEvent.WorkloadsSettled(
                delivery.execution(),
                delivery.operation("a", "b"),
                PRODUCTION,
                namespace,
                List.of(new RunningWorkload("Deployment", "cart", List.of())),
                NOON.plusSeconds(5)));
        bus.publish(new DeploymentEvent.ChangesPlanned(
                delivery.execution(),
                delivery.operation("a", "c"),
                PRODUCTION,
                namespace,
                List.of(new ObjectChange("apps/v1", "Deployment", "mail", ObjectChange.Effect.REMOVED, List.of(), 0)),
                0,
                NOON.plusSeconds(5)));

        // Then
        await().atMost(Duration.ofSeconds(60)).until(() -> workloads().size() == 1);
        assertThat(workloads().getFirst().path("name").asText()).isEqualTo("shop");
    }

    private DeploymentEvent settled(String name, String image, Instant at) {
        return new DeploymentEvent.WorkloadsSettled(
                delivery.execution(),
                delivery.operation("deploy", "apply"),
                PRODUCTION,
                namespace,
                List.of(new RunningWorkload("Deployment", name, List.of(image))),
                at);
    }

    private List<JsonNode> workloads() {
        JsonNode all = Api.asAdmin().get("/api/workloads").json();
        return StreamSupport.stream(all.spliterator(), false)
                .filter(workload -> workload.path("namespace").asText().equals(namespace))
                .toList();
    }
}
