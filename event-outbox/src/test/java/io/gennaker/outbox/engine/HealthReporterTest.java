package io.gennaker.outbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.HealthEvent;
import io.gennaker.contracts.HealthEvent.Looked;
import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import io.gennaker.contracts.Message;
import io.gennaker.outbox.HealthProbe;
import io.gennaker.outbox.HealthProbe.Finding;
import io.gennaker.outbox.LastAnswer;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class HealthReporterTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Finding UP = Finding.up(HealthKind.CLUSTER, "production", Map.of("version", "v1.31"));

    private final List<Message> sent = new ArrayList<>();
    private final List<HealthProbe> probes = new ArrayList<>();
    private Instant now = NOON;
    private Finding found = UP;

    private HealthReporter reporter() {
        probes.add(() -> List.of(found));
        return new HealthReporter("deployer", "deployer-1", probes, new Direct(), () -> now);
    }

    private final class Direct implements UnitOfWork {
        @Override
        public <T> T call(Function<Outbox, T> work) {
            return work.apply(sent::add);
        }
    }

    @Test
    void shouldTellOnceAMinuteWhatStaysAsItIs() throws InterruptedException {
        // Given
        var reporter = reporter();

        // When
        for (int look = 0; look < 5; look++) {
            now = now.plus(reporter.turn());
        }

        // Then
        assertThat(sent)
                .hasSize(2)
                .allSatisfy(event -> assertThat(((Looked) event).since()).isEqualTo(NOON));
    }

    @Test
    void shouldTellAtTheNextLookWhatChangedAndSinceWhen() throws InterruptedException {
        // Given
        var reporter = reporter();
        now = now.plus(reporter.turn());

        // When
        found = Finding.down(HealthKind.CLUSTER, "production", "does not answer", "look at the network", Map.of());
        now = now.plus(reporter.turn());
        found = Finding.down(HealthKind.CLUSTER, "production", "answers 503", "look at the network", Map.of());
        reporter.turn();

        // Then
        assertThat(sent).hasSize(3);
        var down = (Looked) sent.get(1);
        var stillDown = (Looked) sent.get(2);
        assertThat(down.state()).isEqualTo(HealthState.DOWN);
        assertThat(down.problem()).isEqualTo("does not answer");
        assertThat(down.advice()).isEqualTo("look at the network");
        assertThat(stillDown.problem()).isEqualTo("answers 503");
        assertThat(stillDown.since()).isEqualTo(down.since()).isEqualTo(NOON.plus(Duration.ofSeconds(15)));
    }

    @Test
    void shouldTellOfTheOthersWhenAProbeFails() throws InterruptedException {
        // Given
        probes.add(() -> {
            throw new IllegalStateException("broken");
        });

        // When
        reporter().turn();

        // Then
        assertThat(sent).singleElement().isInstanceOf(HealthEvent.class);
    }

    @Test
    void shouldTellOfTheOthersWhenAProbeRecursesWithoutEnd() throws InterruptedException {
        // Given
        probes.add(() -> {
            throw new StackOverflowError();
        });

        // When
        reporter().turn();

        // Then
        assertThat(sent).singleElement().isInstanceOf(HealthEvent.class);
    }

    @Test
    void shouldCutAProblemThatIsTooLong() throws InterruptedException {
        // Given
        found = Finding.down(HealthKind.CLUSTER, "production", "x".repeat(5_000), "none", Map.of());

        // When
        reporter().turn();

        // Then
        assertThat(((Looked) sent.getFirst()).problem()).hasSize(Looked.LONGEST_TEXT);
    }

    @Test
    void shouldKnowNothingOfWhatWasNotAskedAndElseWhatCameOfItLast() {
        // Given
        var answer = new LastAnswer();

        // Then
        assertThat(state(answer)).isEqualTo(HealthState.UNKNOWN);
        answer.bad("answered 503");
        assertThat(state(answer)).isEqualTo(HealthState.DOWN);
        answer.good();
        assertThat(state(answer)).isEqualTo(HealthState.UP);
    }

    private static HealthState state(LastAnswer answer) {
        return answer.finding(HealthKind.CHANNEL, "slack", "look at the token").state();
    }
}
