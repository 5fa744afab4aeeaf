package io.gennaker.console.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.HealthEvent.Looked;
import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthLineTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private static Looked cluster(String replica, HealthState state, @Nullable String problem, Duration ago) {
        return new Looked(
                "deployer",
                replica,
                HealthKind.CLUSTER,
                "production",
                state,
                NOON.minus(Duration.ofHours(1)),
                problem,
                null,
                Map.of(),
                NOON.minus(ago));
    }

    private static Looked service(Duration ago) {
        return new Looked(
                "deployer",
                "one",
                HealthKind.SERVICE,
                "deployer",
                HealthState.UP,
                NOON,
                null,
                null,
                Map.of(),
                NOON.minus(ago));
    }

    @Test
    void shouldShowTheWorstOfWhatReplicasSee() {
        // When
        var lines = HealthLine.of(
                List.of(
                        cluster("one", HealthState.UP, null, Duration.ofSeconds(5)),
                        cluster("two", HealthState.DOWN, "does not answer", Duration.ofSeconds(30)),
                        cluster("three", HealthState.UNKNOWN, null, Duration.ofSeconds(1))),
                NOON);

        // Then
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.state()).isEqualTo(HealthState.DOWN);
            assertThat(line.problem()).isEqualTo("does not answer");
            assertThat(line.replicas()).isEqualTo(3);
            assertThat(line.heardAt()).isEqualTo(NOON.minusSeconds(1));
        });
    }

    @Test
    void shouldForgetTheTroubleOfAReplicaThatIsNotHeardAnyMore() {
        // When
        var lines = HealthLine.of(
                List.of(
                        cluster("gone", HealthState.DOWN, "does not answer", Duration.ofMinutes(10)),
                        cluster("new", HealthState.UP, null, Duration.ofSeconds(5))),
                NOON);

        // Then
        assertThat(lines).singleElement().extracting(HealthLine::state).isEqualTo(HealthState.UP);
    }

    @Test
    void shouldTellAServiceThatIsNotHeardFromWhatItLookedAt() {
        // When
        var lines = HealthLine.of(
                List.of(service(Duration.ofMinutes(4)), cluster("one", HealthState.UP, null, Duration.ofMinutes(4))),
                NOON);

        // Then
        assertThat(lines).extracting(HealthLine::state).containsExactly(HealthState.DOWN, HealthState.UNKNOWN);
        assertThat(lines.getFirst().problem()).startsWith("no replica of it is heard");
        assertThat(lines.getLast().problem()).contains("deployer, which looks at it, is not heard");
    }
}
