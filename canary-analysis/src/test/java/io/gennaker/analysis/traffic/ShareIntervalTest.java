package io.gennaker.analysis.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareIntervalTest {

    /// As scipy's `binomtest(hits, trials).proportion_ci(confidence, method='exact')` gives them.
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.95, 0.000000000000, 0.308497107819",
        "10, 10, 0.95, 0.691502892181, 1.000000000000",
        "1, 10, 0.95, 0.002528578544, 0.445016117028",
        "3, 7, 0.99, 0.055299349981, 0.882296248331",
        "56, 280, 0.95, 0.154759310255, 0.251715314153",
        "100, 1000, 0.95, 0.082105334356, 0.120287936519",
        "330, 1000, 0.99, 0.292090700898, 0.369551786777",
        "5000, 1000000, 0.95, 0.004862691820, 0.005140187266",
        "999999, 1000000, 0.95, 0.999994428369, 0.999999974682",
        "200000, 1000000, 0.9999, 0.198446396645, 0.201559860921"
    })
    void shouldBoundAShareAsOthersDo(long hits, long trials, double confidence, double lower, double upper) {
        var interval = ShareInterval.of(hits, trials, confidence);

        assertThat(interval.lower()).isCloseTo(lower, within(1e-9));
        assertThat(interval.upper()).isCloseTo(upper, within(1e-9));
    }

    @Test
    void shouldMissTheShareAtMostSoOftenAsSaid() {
        // Given: every outcome of 40 requests with its probability
        for (var share : new double[] {0.01, 0.1, 0.2, 0.33, 0.5, 0.8, 0.99}) {
            var missed = 0.0;
            var probability = Math.pow(1 - share, 40);
            for (var hits = 0; hits <= 40; hits++) {
                var interval = ShareInterval.of(hits, 40, 0.95);
                missed += interval.lower() <= share && share <= interval.upper() ? 0 : probability;
                probability *= share / (1 - share) * (40 - hits) / (hits + 1);
            }

            // Then
            assertThat(missed).as("share %s", share).isLessThanOrEqualTo(0.05);
        }
    }

    @Test
    void shouldRefuseWhatIsNoShare() {
        assertThatThrownBy(() -> ShareInterval.of(3, 2, 0.95)).hasMessageContaining("found 3 of 2 requests");
        assertThatThrownBy(() -> ShareInterval.of(1, 2, 0)).hasMessageContaining("confidence: found 0.0");
    }
}
