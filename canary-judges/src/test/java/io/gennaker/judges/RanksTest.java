package io.gennaker.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RanksTest {

    /// Ranks by counting: a value's rank is one more than those below, plus half of the others it is tied with.
    private static Ranks counted(double[] first, double[] second) {
        var all = new double[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        var sum = 0.0;
        for (var value : first) {
            sum += 0.5 + below(all, value) + tied(all, value) / 2.0;
        }
        var ties = 0.0;
        for (var value : all) {
            var size = (double) tied(all, value);
            ties += size * size - 1;
        }
        return new Ranks(sum, ties);
    }

    private static int below(double[] all, double value) {
        var count = 0;
        for (var other : all) {
            count += Double.compare(other, value) < 0 ? 1 : 0;
        }
        return count;
    }

    private static int tied(double[] all, double value) {
        var count = 0;
        for (var other : all) {
            count += Double.compare(other, value) == 0 ? 1 : 0;
        }
        return count;
    }

    @Test
    void shouldRankAsCountingDoesWhenValuesAreTiedSignedZerosOrInfinite() {
        var random = new Random(3);
        var special = new double[] {0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1, 2, 3};
        for (var run = 0; run < 2_000; run++) {
            // Given
            var first = random.ints(1 + random.nextInt(12), 0, special.length)
                    .mapToDouble(index -> special[index])
                    .toArray();
            var second = random.ints(1 + random.nextInt(12), 0, special.length)
                    .mapToDouble(index -> special[index])
                    .toArray();

            // When
            var ranks = Ranks.of(first, second);

            // Then
            assertThat(ranks).isEqualTo(counted(first, second));
        }
    }
}
