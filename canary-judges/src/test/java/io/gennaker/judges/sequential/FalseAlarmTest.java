package io.gennaker.judges.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.judges.bench.SequentialBenchmark;
import io.gennaker.judges.bench.SequentialBenchmark.Metric;
import io.gennaker.judges.bench.SequentialBenchmark.Plan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// 2,000 canaries each that are no different, looked at after every point.
class FalseAlarmTest {

    @ParameterizedTest
    @CsvSource({
        "ERROR_RATE, 0.05, 500, 180",
        "ERROR_RATE, 0.01, 500, 180",
        "LATENCY_P99, 0.05, 100, 60",
        "LATENCY_P99, 0.01, 100, 60"
    })
    void shouldSeldomCallACanaryWorseThatIsNot(Metric metric, double alpha, int requests, int looks) {
        // When
        var share = SequentialBenchmark.falseAlarms(metric, alpha, new Plan(requests, 10, looks, 2000));

        // Then
        assertThat(share).isLessThanOrEqualTo(alpha);
    }

    @ParameterizedTest
    @CsvSource({"ERROR_RATE, 2, 40", "ERROR_RATE, 5, 10", "LATENCY_P99, 1.5, 30"})
    void shouldFindAWorseCanaryLongBeforeTheHorizon(Metric metric, double change, int looks) {
        // When
        var found = SequentialBenchmark.measure("worse", metric, change, 0.05, new Plan(500, 10, 180, 50));

        // Then
        assertThat(found.detected()).isGreaterThan(0.9);
        assertThat(found.medianSeconds()).isLessThanOrEqualTo(looks * 10);
    }
}
