package io.gennaker.orchestrator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gennaker.orchestrator.intake.SetTimers;
import io.gennaker.outbox.testing.InMemoryTimers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Rows of timers that belong to no execution.
class ExecutionTimersTest {
    private static final Instant NOW = Instant.parse("2026-12-24T08:00:00Z");

    private final InMemoryTimers rows = new InMemoryTimers();
    private final ExecutionTimers timers = new ExecutionTimers(_ -> SetTimers.none(), rows);

    @Test
    void shouldFillPlacesSoonThoughALaterTimeIsSetForThem() {
        // Given
        timers.fillPlacesSoon("shop", NOW);

        // When
        timers.fillPlaces("shop", NOW.plus(Duration.ofDays(3)));

        // Then
        assertThat(rows.set())
                .extracting(InMemoryTimers.Timer::payload, InMemoryTimers.Timer::due)
                .containsExactly(tuple("places/shop", NOW), tuple("places/shop", NOW.plus(Duration.ofDays(3))));
    }
}
