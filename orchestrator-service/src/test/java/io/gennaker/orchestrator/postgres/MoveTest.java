package io.gennaker.orchestrator.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.orchestrator.execution.Ending;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.intake.StoredExecution;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MoveTest {
    private static final ExecutionId ID = new ExecutionId("shop-1");
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final ExecutionState QUEUED = new ExecutionState.Queued(ID);
    private static final ExecutionState RUNNING =
            new ExecutionState.Running(ID, Map.of(), Map.of(), List.of(), 0, NOON);
    private static final ExecutionState ENDED =
            new ExecutionState.Ended(ID, new Ending(ExecutionStatus.FAILED, "no"), null);

    @Test
    void shouldKeepWhenItFirstRanAndWhenItEnded() {
        // When
        var moved = move(1, RUNNING, 0)
                .then(move(2, RUNNING, 1))
                .then(move(3, ENDED, 2))
                .then(move(4, ENDED, 3));

        // Then
        assertThat(moved.before()).isZero();
        assertThat(moved.to().sequence()).isEqualTo(4);
        assertThat(moved.started()).isEqualTo(NOON);
        assertThat(moved.ended()).isEqualTo(NOON.plusSeconds(2));
        assertThat(moved.at()).isEqualTo(NOON.plusSeconds(3));
        assertThat(moved.patience()).isEqualTo(NOON.plusSeconds(13));
    }

    @Test
    void shouldNotBeOverWhenItIsOpenedAgain() {
        assertThat(move(1, ENDED, 0).then(move(2, QUEUED, 1)).ended()).isNull();
    }

    @Test
    void shouldStandStillSinceTheLastMoveThatChangedItsState() {
        // When
        var moved = move(1, RUNNING, 0).then(move(2, RUNNING, 1).still());

        // Then
        assertThat(moved.to().sequence()).isEqualTo(2);
        assertThat(moved.at()).isEqualTo(NOON);
        assertThat(moved.patience()).isEqualTo(NOON.plusSeconds(10));
    }

    @Test
    void shouldRefuseToGoOnFromAnEarlierState() {
        assertThatThrownBy(() -> move(2, RUNNING, 0).then(move(2, ENDED, 1)))
                .hasMessage("execution shop-1 moved from 1 where it is at 2: without its lock");
    }

    private static Move move(long sequence, ExecutionState to, int seconds) {
        return Move.of(
                new StoredExecution("shop", Digest.of("plan"), to, sequence),
                NOON.plusSeconds(seconds),
                NOON.plusSeconds(seconds + 10L));
    }
}
