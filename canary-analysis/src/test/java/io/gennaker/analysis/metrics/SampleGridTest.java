package io.gennaker.analysis.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleGridTest {

    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void shouldKeepGapsAsMissingWhenAligning() {
        // Given
        var grid = new SampleGrid(START, START.plusSeconds(4), Duration.ofSeconds(1));
        var series = new Series(
                Map.of(),
                List.of(
                        new Series.Point(START.plusMillis(1), 1.0),
                        new Series.Point(START.plusSeconds(3), Double.NaN),
                        new Series.Point(START.plusSeconds(4), 5.0),
                        new Series.Point(START.plusSeconds(9), 9.0)));

        // When
        var values = grid.align(series);

        // Then
        assertThat(values).containsExactly(1.0, Double.NaN, Double.NaN, Double.NaN, 5.0);
    }

    @Test
    void shouldRefuseMoreSamplesThanPrometheusAnswersWith() {
        assertThatThrownBy(() -> new SampleGrid(START, START.plus(Duration.ofDays(7)), Duration.ofSeconds(1)))
                .hasMessage("window: found 604801 samples, must be at most 11000; use a longer step");
    }
}
