package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.orchestrator.execution.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetTimersTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Timer BUILD = new Timer.StageTimeout("build");
    private static final Timer SHIP = new Timer.StageTimeout("ship");
    private static final Timer WHOLE = new Timer.ExecutionTimeout();

    private final SetTimers timers = SetTimers.none();

    @Test
    void shouldMoveTheAlarmOnlyToAnEarlierTime() {
        assertThat(timers.set(WHOLE, at(60))).contains(at(60));
        assertThat(timers.set(BUILD, at(10))).contains(at(10));
        assertThat(timers.set(SHIP, at(20))).isEmpty();
        assertThat(timers.alarm()).isEqualTo(at(10));
    }

    @Test
    void shouldLeaveTheAlarmWhereItIsWhenItsTimerIsCancelled() {
        // Given
        timers.set(BUILD, at(10));

        // When
        timers.cancel(BUILD);

        // Then
        assertThat(timers.set(SHIP, at(20))).isEmpty();
        assertThat(timers.due()).isEqualTo(Map.of(SHIP.name(), at(20)));
        assertThat(timers.alarm()).isEqualTo(at(10));
    }

    @Test
    void shouldFireThoseThatAreDueTheFirstFirstAndWaitForTheNext() {
        // Given
        timers.set(SHIP, at(11));
        timers.set(WHOLE, at(60));
        timers.set(BUILD, at(10));

        // When, then
        assertThat(timers.ring(at(11))).contains(BUILD);
        assertThat(timers.ring(at(11))).contains(SHIP);
        assertThat(timers.ring(at(11))).isEmpty();
        assertThat(timers.alarm()).isEqualTo(at(60));
        assertThat(timers.ring(at(60))).contains(WHOLE);
        assertThat(timers.ring(at(60))).isEmpty();
        assertThat(timers.alarm()).isNull();
    }

    @Test
    void shouldFireNothingWhenItWasWokenForOneThatWasCancelled() {
        // Given
        timers.set(BUILD, at(10));
        timers.set(SHIP, at(20));
        timers.cancel(BUILD);

        // When
        var fired = timers.ring(at(10));

        // Then
        assertThat(fired).isEmpty();
        assertThat(timers.alarm()).isEqualTo(at(20));
    }

    @Test
    void shouldMoveATimerThatIsSetAgain() {
        // Given
        timers.set(BUILD, at(10));

        // When
        timers.set(BUILD, at(30));

        // Then
        assertThat(timers.ring(at(10))).isEmpty();
        assertThat(timers.ring(at(30))).contains(BUILD);
    }

    @Test
    void shouldNotFireWhatTheOneBeforeCancelledOrMoved() {
        // Given
        timers.set(WHOLE, at(9));
        timers.set(BUILD, at(10));
        timers.set(SHIP, at(11));

        // When
        assertThat(timers.ring(at(12))).contains(WHOLE);
        timers.cancel(BUILD);
        timers.set(SHIP, at(30));

        // Then
        assertThat(timers.ring(at(12))).isEmpty();
        assertThat(timers.alarm()).isEqualTo(at(30));
    }

    @Test
    void shouldNeedAnAlarmAgainAfterAllWasCancelled() {
        // Given
        timers.set(BUILD, at(10));

        // When
        timers.cancelAll();

        // Then
        assertThat(timers.due()).isEmpty();
        assertThat(timers.set(SHIP, at(20))).contains(at(20));
    }

    @Test
    void shouldSayWhetherItDiffersFromWhatWasWritten() {
        assertThat(timers.changed()).isFalse();
        timers.cancel(BUILD);
        assertThat(timers.changed()).isFalse();
        timers.set(BUILD, at(10));
        assertThat(timers.changed()).isTrue();
        timers.written();
        assertThat(timers.changed()).isFalse();
        timers.cancel(BUILD);
        assertThat(timers.changed()).isTrue();
    }

    private static Instant at(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }
}
