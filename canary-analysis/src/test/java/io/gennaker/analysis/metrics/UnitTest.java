package io.gennaker.analysis.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {

    @ParameterizedTest
    @CsvSource({
        "PERCENT, 5.1234, 5.12 %",
        "PERCENT, 9.2e-05, 0.0 %",
        "PERCENT, -0.25, -0.250 %",
        "MILLISECONDS, 243.4, 243 ms",
        "PER_SECOND, 12.34, 12.3/s",
        "NONE, 9.2e-05, 9.20e-05",
        "NONE, 0, 0.0",
        "NONE, 123456789, 1.23e+08",
        "NONE, NaN, unknown",
        "NONE, -Infinity, -infinite",
    })
    void shouldFormatForPeople(Unit unit, double value, String expected) {
        assertThat(unit.format(value)).isEqualTo(expected);
    }
}
