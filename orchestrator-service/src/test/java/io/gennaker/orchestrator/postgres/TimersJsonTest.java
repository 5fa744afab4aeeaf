package io.gennaker.orchestrator.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.orchestrator.intake.SetTimers;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimersJsonTest {
    private static final Instant SOON = Instant.parse("2026-05-01T12:00:00.123456Z");
    private static final Instant LATER = Instant.parse("2026-05-02T12:00:00Z");

    @Test
    void shouldReadWhatItWrote() {
        // Given
        var timers = SetTimers.none();
        timers.set(new Timer.ExecutionTimeout(), LATER);
        timers.set(new Timer.StageTimeout("build"), SOON);

        // When
        String text = TimersJson.write(timers);

        // Then
        assertThat(text)
                .isEqualTo("{\"alarm\":1777636800123456,"
                        + "\"due\":{\"execution-timeout\":1777723200000000,\"stage-timeout/build\":1777636800123456}}");
        var read = TimersJson.read(text);
        assertThat(read.alarm()).isEqualTo(SOON);
        assertThat(read.due()).isEqualTo(timers.due());
        assertThat(read.changed()).isFalse();
    }

    @Test
    void shouldReadNoTimersWhereNoneWereWritten() {
        assertThat(TimersJson.write(SetTimers.none())).isEqualTo("{\"due\":{}}");
        for (String text : new String[] {null, "{\"due\":{}}"}) {
            assertThat(TimersJson.read(text).due()).isEqualTo(Map.of());
            assertThat(TimersJson.read(text).alarm()).isNull();
        }
    }

    @Test
    void shouldSayWhenItCannotRead() {
        assertThatThrownBy(() -> TimersJson.read("{\"due\":{"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stored timers are not readable");
    }
}
