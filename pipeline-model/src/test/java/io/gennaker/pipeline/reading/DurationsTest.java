package io.gennaker.pipeline.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "10m, PT10M",
        "2h, PT2H",
        "3d, PT72H",
        "1h30m, PT1H30M",
        "1d2h3m4s5ms, PT26H3M4.005S",
        "0s, PT0S",
        "365d, PT8760H",
        "90m, PT90M"
    })
    void shouldReadWhatUsersWrite(String text, Duration expected) {
        assertThat(Durations.read(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "1.5h", "5 s", "30m1h", "1h1h", "366d", "PT5S", "9999999999s", "5S"})
    void shouldRefuseEverythingElse(String text) {
        assertThat(Durations.read(text)).isEmpty();
    }
}
