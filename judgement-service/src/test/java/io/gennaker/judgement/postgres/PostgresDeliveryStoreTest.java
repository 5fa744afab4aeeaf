package io.gennaker.judgement.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.judgement.notice.Delivery;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class PostgresDeliveryStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final ExecutionId shop = new ExecutionId("shop-" + UUID.randomUUID());

    @Inject
    PostgresDeliveryStore store;

    /// One that waited for its place may be planned anew when its turn comes.
    @Test
    void shouldKeepTheImagesThatADeliveryHasByNow() {
        // Given
        QuarkusTransaction.requiringNew().run(() -> store.put(delivery("us.gcr.io/acme/shop:v1"), NOON));

        // When
        QuarkusTransaction.requiringNew().run(() -> store.put(delivery("us.gcr.io/acme/shop:v2"), NOON));

        // Then
        assertThat(QuarkusTransaction.requiringNew().call(() -> store.find(shop)))
                .contains(delivery("us.gcr.io/acme/shop:v2"));
    }

    private Delivery delivery(String image) {
        return new Delivery(shop, "shop", "shop", "ann", List.of(image), "Queued", null, false);
    }
}
