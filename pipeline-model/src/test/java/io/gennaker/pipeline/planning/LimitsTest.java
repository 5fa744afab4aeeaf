package io.gennaker.pipeline.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.MetricSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void shouldWaitLongerForSourcesWhoseSamplesAreLate() {
        assertThat(Limits.ofAnalysis(spec(null))).isEqualTo(Duration.ofMinutes(12));
        assertThat(Limits.ofAnalysis(spec("stackdriver"))).isEqualTo(Duration.ofMinutes(22));
    }

    private static AnalysisSpec spec(@Nullable String source) {
        var metric = new MetricSpec(
                "cpu",
                null,
                "cpu",
                "cpu",
                MetricSpec.Direction.EITHER,
                false,
                false,
                MetricSpec.NanStrategy.REMOVE,
                null,
                null,
                null,
                null,
                null,
                source,
                null);
        return new AnalysisSpec(
                "mann-whitney",
                Duration.ZERO,
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                10,
                List.of(metric),
                Map.of(),
                90,
                75,
                null,
                null);
    }
}
