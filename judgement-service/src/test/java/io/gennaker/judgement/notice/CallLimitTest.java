package io.gennaker.judgement.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallLimitTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final CallLimit limit = new CallLimit(5);

    private long passed(Instant at, int calls) {
        return IntStream.range(0, calls).filter(_ -> limit.passes(at)).count();
    }

    @Test
    void shouldLetTwiceTheRatePassAtOnceAndThenTheRate() {
        assertThat(passed(NOON, 100)).isEqualTo(10);
        assertThat(passed(NOON.plusSeconds(1), 100)).isEqualTo(5);
        assertThat(passed(NOON.plusSeconds(1).plusMillis(100), 100)).isZero();
        assertThat(passed(NOON.plusSeconds(60), 100)).isEqualTo(10);
    }

    /// Clocks are set back, too.
    @Test
    void shouldGiveNothingForTimeThatGoesBack() {
        passed(NOON, 100);

        assertThat(passed(NOON.minusSeconds(60), 100)).isZero();
    }

    @Test
    void shouldRefuseARateThatLetsNothingPass() {
        assertThatThrownBy(() -> new CallLimit(0)).hasMessage("gennaker.webhook.rate is 0; at least 1 is needed");
    }
}
