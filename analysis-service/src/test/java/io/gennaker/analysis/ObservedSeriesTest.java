package io.gennaker.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.metrics.SeriesSource;
import io.gennaker.contracts.HealthState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservedSeriesTest {
    private final SourceHealth health = new SourceHealth();
    private final SampleGrid grid = new SampleGrid(Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(1));

    private HealthState state() {
        return health.look().getFirst().state();
    }

    @Test
    void shouldBeUnknownUntilItIsAskedAndUpWhenItAnswers() throws Exception {
        // Given
        SeriesSource source = new ObservedSeries((_, _) -> List.<Series>of(), health.of("mimir"));
        var before = state();

        // When
        source.range("up", grid);

        // Then
        assertThat(before).isEqualTo(HealthState.UNKNOWN);
        assertThat(state()).isEqualTo(HealthState.UP);
    }

    @Test
    void shouldBeDownWithItsWordsWhenItIsAwayAndUpAgainWhenItRefusesAQuery() {
        // Given
        SeriesSource away = new ObservedSeries(
                (_, _) -> {
                    throw new MetricSourceUnavailable("mimir answered 503", null);
                },
                health.of("mimir"));
        SeriesSource refusing = new ObservedSeries(
                (_, _) -> {
                    throw new QueryRefused("parse error");
                },
                health.of("mimir"));

        // When
        assertThatThrownBy(() -> away.range("up", grid)).isInstanceOf(MetricSourceUnavailable.class);
        var down = health.look().getFirst();
        assertThatThrownBy(() -> refusing.range("up", grid)).isInstanceOf(QueryRefused.class);

        // Then
        assertThat(down.state()).isEqualTo(HealthState.DOWN);
        assertThat(down.problem()).isEqualTo("mimir answered 503");
        assertThat(state()).isEqualTo(HealthState.UP);
    }
}
