package io.gennaker.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class MannWhitneyTest {

    @Test
    void shouldHoldTheQuantileOfItsConfidence() {
        // When
        var quantile = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - MannWhitney.CONFIDENCE) / 2);

        // Then
        assertThat(MannWhitney.QUANTILE).isCloseTo(quantile, within(1e-15));
    }

    @Test
    void shouldFindTheShiftBetweenSeparateSides() {
        // When
        var shift = MannWhitney.shift(Samples.of(10, 20, 30, 40), Samples.of(1, 2, 3, 4))
                .orElseThrow();

        // Then
        assertThat(shift.estimate()).isCloseTo(22.5, within(1e-4));
        assertThat(shift.lower()).isEqualTo(6.0);
        assertThat(shift.upper()).isEqualTo(39.0);
    }

    @Test
    void shouldFindNoShiftWhenAllIsTied() {
        assertThat(MannWhitney.shift(Samples.of(3), Samples.of(1))).isEmpty();
    }

    @Test
    void shouldShareRanksAmongTies() {
        // When
        var ranks = Ranks.of(new double[] {2, 1, 2}, new double[] {2, 3});

        // Then: 1 -> 1; the three twos share (2 + 3 + 4) / 3; 3 -> 5
        assertThat(ranks).isEqualTo(new Ranks(1 + 3 + 3, 27 - 3));
    }

    @Test
    void shouldInterpolatePercentilesLikeTheNistExample() {
        // Given
        var sorted = new double[] {
            95.0610, 95.0925, 95.1065, 95.1195, 95.1442, 95.1567, 95.1591, 95.1682, 95.1772, 95.1937, 95.1959, 95.1990
        };

        // When
        var ninetieth = Preparation.percentile(sorted, 90);

        // Then
        assertThat(ninetieth).isCloseTo(95.19568, within(1e-9));
    }
}
