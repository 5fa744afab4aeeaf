package io.gennaker.analysis.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.analysis.ScriptedPrometheus;
import io.gennaker.analysis.canary.Standstill;
import io.gennaker.analysis.canary.StandstillStore;
import io.gennaker.contracts.OperationId;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ScriptedPrometheus.class)
class PostgresStandstillsTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.123456Z");
    private static final Instant DEADLINE = NOON.plusSeconds(3600);

    @Inject
    StandstillStore standstills;

    private final OperationId operation = new OperationId("shop/" + UUID.randomUUID());

    @Test
    void shouldKnowOfNoneAtFirst() {
        assertThat(standstills.of(operation)).isEqualTo(Standstill.History.NONE);
    }

    @Test
    void shouldStandStillFromTheFirstHold() {
        // When: the second comes again, or while it stands
        standstills.begin(operation, NOON);
        standstills.begin(operation, NOON.plusSeconds(5));

        // Then
        assertThat(standstills.of(operation).standstills()).containsExactly(new Standstill(NOON, null));
        assertThat(standstills.of(operation).current()).isNotNull();
    }

    @Test
    void shouldGoOnWithALaterDeadline() {
        // Given
        standstills.begin(operation, NOON);

        // When
        standstills.end(operation, NOON.plusSeconds(60), DEADLINE);

        // Then
        var history = standstills.of(operation);
        assertThat(history.standstills()).containsExactly(new Standstill(NOON, NOON.plusSeconds(60)));
        assertThat(history.current()).isNull();
        assertThat(history.deadline()).isEqualTo(DEADLINE);
    }

    @Test
    void shouldKeepSeveralInOrderOfTimeAndTheLastDeadline() {
        // Given
        standstills.begin(operation, NOON);
        standstills.end(operation, NOON.plusSeconds(10), DEADLINE);
        standstills.begin(operation, NOON.plusSeconds(20));

        // When
        standstills.end(operation, NOON.plusSeconds(30), DEADLINE.plusSeconds(10));

        // Then
        assertThat(standstills.of(operation).standstills())
                .containsExactly(
                        new Standstill(NOON, NOON.plusSeconds(10)),
                        new Standstill(NOON.plusSeconds(20), NOON.plusSeconds(30)));
        assertThat(standstills.of(operation).deadline()).isEqualTo(DEADLINE.plusSeconds(10));
    }

    @Test
    void shouldNotEndWhatHasNotBegun() {
        // When
        standstills.end(operation, NOON, DEADLINE);

        // Then
        assertThat(standstills.of(operation)).isEqualTo(Standstill.History.NONE);
    }
}
