package io.gennaker.analysis.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {

    @ParameterizedTest
    @CsvSource({
        "%, 5.1234, 5.12 %",
        "%, 9.2e-05, 0.0 %",
        "%, -0.25, -0.250 %",
        "ms, 243.4, 243 ms",
        "/s, 12.34, 12.3/s",
        "MiB/s, 12.34, 12.3 MiB/s",
        "s, 0.0031, 0.0031 s",
        ", 9.2e-05, 9.20e-05",
        ", 0, 0.0",
        ", 123456789, 1.23e+08",
        ", NaN, unknown",
        ", -Infinity, -infinite",
    })
    void shouldFormatForPeople(@Nullable String written, double value, String expected) {
        assertThat(Unit.of(written).format(value)).isEqualTo(expected);
    }
}
