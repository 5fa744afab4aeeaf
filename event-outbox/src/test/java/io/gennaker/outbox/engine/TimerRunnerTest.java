package io.gennaker.outbox.engine;

import static io.gennaker.outbox.engine.EngineFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerRunnerTest {
    private final EngineFixture fixture = new EngineFixture();
    private final List<String> fired = new ArrayList<>();
    private final StoredTimers timers = new StoredTimers(fixture.wakeups.timers());
    private boolean broken;

    private final TimerRunner runner = new TimerRunner(
            fixture.units,
            (id, key, payload, due, outbox) -> {
                fired.add(id);
                if (payload.equals("recurse")) {
                    throw new StackOverflowError();
                }
                outbox.send(event(key, payload));
                if (payload.equals("again")) {
                    timers.set(id, key, due.plusSeconds(60), payload);
                }
                if (broken) {
                    throw new IllegalStateException("broken");
                }
            },
            EngineFixture.BACKOFF);

    @Test
    void shouldFireInOrderWhenTimeHasCome() {
        // Given
        set("second", 2, "x");
        set("first", 1, "y");
        set("later", 60, "z");
        assertThat(runner.turn()).isEqualTo(Duration.ofSeconds(1));
        fixture.clock.advance(Duration.ofSeconds(2));

        // When
        runner.turn();

        // Then
        assertThat(fired).containsExactly("first", "second");
        assertThat(fixture.sentReasons()).containsExactly("y", "x");
    }

    @Test
    void shouldSleepNoLongerThanTheNextTimerWhenOneIsNear() {
        // Given
        fixture.units.run(_ -> timers.set("t", "k", fixture.clock.instant().plusMillis(123), "x"));

        // When
        Duration wait = runner.turn();

        // Then
        assertThat(wait).isEqualTo(Duration.ofMillis(123));
    }

    @Test
    void shouldKeepTimerThatSetsItselfAnew() {
        // Given
        set("cron", 0, "again");
        runner.turn();
        fixture.clock.advance(Duration.ofSeconds(60));

        // When
        runner.turn();

        // Then
        assertThat(fired).containsExactly("cron", "cron");
    }

    @Test
    void shouldTryAgainWithBackoffWhenFiringFails() {
        // Given
        set("t", 0, "x");
        broken = true;
        runner.turn();
        runner.turn();
        assertThat(fired).hasSize(1);
        broken = false;

        // When
        fixture.clock.advance(EngineFixture.BACKOFF.first());
        runner.turn();

        // Then
        assertThat(fired).hasSize(2);
        assertThat(fixture.sentReasons()).containsExactly("x");
    }

    @Test
    void shouldFireThoseBehindWhenHandlerRecursesWithoutEnd() {
        // Given
        set("endless", 0, "recurse");
        set("behind", 0, "x");

        // When
        runner.turn();

        // Then
        assertThat(fired).containsExactly("endless", "behind");
        assertThat(fixture.sentReasons()).containsExactly("x");
    }

    @Test
    void shouldFireNothingWhenCancelled() {
        // Given
        set("one", 0, "x");
        set("two", 0, "x");

        // When
        fixture.units.run(_ -> timers.cancelAll("key"));
        runner.turn();

        // Then
        assertThat(fired).isEmpty();
    }

    @Test
    void shouldSetOnlyTimersThatAreMissingWhenToldSo() {
        // Given
        set("there", 60, "x");

        // When
        fixture.units.run(_ -> {
            timers.setIfMissing("there", "key", fixture.clock.instant(), "y");
            timers.setIfMissing("lost", "key", fixture.clock.instant(), "y");
        });
        runner.turn();

        // Then
        assertThat(fired).containsExactly("lost");
    }

    @Test
    void shouldRefuseTimerWhenOutsideOfATransaction() {
        // When
        assertThatThrownBy(() -> timers.set("t", "k", Instant.EPOCH, "x"))
                // Then
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not inside a transaction");
    }

    private void set(String id, int inSeconds, String payload) {
        fixture.units.run(_ -> timers.set(id, "key", fixture.clock.instant().plusSeconds(inSeconds), payload));
    }
}
