package io.gennaker.analysis.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncrementsTest {

    private static final Instant FROM = Instant.parse("2026-11-26T12:00:00Z");
    private static final SampleGrid GRID = new SampleGrid(FROM, FROM.plusSeconds(4), Duration.ofSeconds(1));

    @Test
    void shouldCountWhatWasAddedBetweenThePoints() {
        assertThat(added(100, 110, 110, 125, 130)).containsExactly(10, 0, 15, 5);
    }

    @Test
    void shouldCountACounterThatBeginsLateFromZero() {
        assertThat(added(Double.NaN, Double.NaN, 3, 3, 4)).containsExactly(0, 3, 0, 1);
    }

    @Test
    void shouldCountAResetFromZero() {
        assertThat(added(100, 110, 5, 15, 15)).containsExactly(10, 5, 10, 0);
    }

    @Test
    void shouldCountAGapWhereTheCounterComesBack() {
        assertThat(added(100, Double.NaN, Double.NaN, 130, 131)).containsExactly(0, 0, 30, 1);
    }

    @Test
    void shouldCountEachSeriesByItselfBeforeItAdds() {
        // Given: one pod goes as another comes
        var old = series("source", 100, 110, Double.NaN, Double.NaN, Double.NaN);
        var young = series("source", Double.NaN, Double.NaN, 8, 18, 28);
        var other = series("destination", 1, 2, 3, 4, 5);

        // When
        var sums = Increments.by("reporter", List.of(old, young, other), GRID);

        // Then
        assertThat(sums.get("source")).containsExactly(10, 8, 10, 10);
        assertThat(sums.get("destination")).containsExactly(1, 1, 1, 1);
    }

    private static double[] added(double... values) {
        return Increments.by("reporter", List.of(series("source", values)), GRID)
                .get("source");
    }

    private static Series series(String reporter, double... values) {
        var points = new ArrayList<Series.Point>();
        for (var index = 0; index < values.length; index++) {
            if (!Double.isNaN(values[index])) {
                points.add(new Series.Point(FROM.plusSeconds(index), values[index]));
            }
        }
        return new Series(Map.of("reporter", reporter), points);
    }
}
