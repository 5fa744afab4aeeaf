package io.gennaker.trigger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.trigger.matching.Running;
import io.gennaker.trigger.testing.ServiceDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningExecutionsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final ExecutionId SHOP = new ExecutionId("shop-1");

    private final FreshDatabase database = ServiceDatabase.create();
    private final RunningExecutions executions = new RunningExecutions(database.transactions());

    /// One that waited for its place may be planned anew when its turn comes.
    @Test
    void shouldRememberTheImagesThatAnExecutionWasAcceptedWithLast() {
        // Given
        executions.began(SHOP, running("01"), NOON);

        // When
        executions.began(SHOP, running("02"), NOON);

        // Then
        assertThat(executions.of(SHOP)).contains(running("02"));
    }

    /// Replicas of two versions read the same rows during an update.
    @Test
    void shouldReadWhatALaterVersionRemembersBesides() {
        // Given
        executions.began(SHOP, running("01"), NOON);
        database.execute("update running_execution set artifacts ="
                + " jsonb_set(artifacts::jsonb, '{later}', '\"something\"')::text");

        // When
        var read = executions.of(SHOP);

        // Then
        assertThat(read).contains(running("01"));
    }

    private static Running running(String version) {
        var image = ImageReference.parse("us.gcr.io/acme/shop@sha256:" + version.repeat(32));
        return new Running(0, List.of(new Artifact("shop", image)), "dana", "dana", null);
    }
}
