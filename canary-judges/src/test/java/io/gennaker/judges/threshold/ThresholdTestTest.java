package io.gennaker.judges.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdTestTest {

    private static final Condition GOOD = Condition.below(1);
    private static final Condition BAD = Condition.above(5);

    /// One letter for each interval: g below 1, m between, b above 5, n without a value.
    @ParameterizedTest
    @CsvSource({
        // limits, failureBudget, consecutiveFailures, inconclusiveBudget, consecutiveMissing, consecutiveSuccesses
        "success, 0, 0, 0, 4, 0, gggg, OPEN, PASSED",
        "success, 0, 0, 0, 4, 0, ggm, FAILED, FAILED",
        "failure, 0, 0, 0, 4, 0, ggm, OPEN, PASSED",
        "failure, 0, 0, 0, 4, 0, ggb, FAILED, FAILED",
        "both, 0, 0, 0, 4, 0, ggm, INCONCLUSIVE, INCONCLUSIVE",
        "both, 0, 0, 1, 4, 0, ggm, OPEN, PASSED",
        "both, 0, 0, 0, 4, 0, b, FAILED, FAILED",
        "failure, 2, 0, 0, 4, 0, bgbg, OPEN, PASSED",
        "failure, 2, 0, 0, 4, 0, bgbgb, FAILED, FAILED",
        "failure, 9, 3, 0, 4, 0, bbgbb, OPEN, PASSED",
        "failure, 9, 3, 0, 4, 0, gbbb, FAILED, FAILED",
        "failure, 0, 0, 0, 2, 0, gnn, OPEN, PASSED",
        "failure, 0, 0, 0, 2, 0, gnnn, INCONCLUSIVE, INCONCLUSIVE",
        "failure, 0, 0, 0, 9, 0, nnn, OPEN, INCONCLUSIVE",
        "failure, 0, 0, 0, 4, 3, bggg, FAILED, FAILED",
        "failure, 1, 0, 0, 4, 3, bggg, PASSED, PASSED",
        "failure, 1, 0, 0, 4, 3, ggbgg, OPEN, INCONCLUSIVE",
        "failure, 0, 0, 0, 4, 2, ggb, PASSED, PASSED",
        "failure, 0, 0, 0, 4, 0, '', OPEN, INCONCLUSIVE",
    })
    void shouldFollowTheTable(
            String conditions,
            int failureBudget,
            int consecutiveFailures,
            int inconclusiveBudget,
            int consecutiveMissing,
            int consecutiveSuccesses,
            String intervals,
            ThresholdTest.Finding before,
            ThresholdTest.Finding atTheEnd) {
        // Given
        var test = new ThresholdTest(new Limits(
                conditions.equals("failure") ? null : GOOD,
                conditions.equals("success") ? null : BAD,
                failureBudget,
                consecutiveFailures,
                inconclusiveBudget,
                consecutiveMissing,
                consecutiveSuccesses));

        // When
        var finding = ThresholdTest.Finding.OPEN;
        for (var letter : intervals.toCharArray()) {
            finding = test.add(value(letter));
        }

        // Then
        assertThat(finding).isEqualTo(before);
        assertThat(test.end()).isEqualTo(atTheEnd);
    }

    @Test
    void shouldSayWhyWithTheNumbers() {
        // Given
        var test = new ThresholdTest(new Limits(null, BAD, 1, 0, 0, 4, 0));

        // When
        Arrays.stream(new double[] {0, 9, 0, 9}).forEach(test::add);

        // Then
        assertThat(test.reason()).isEqualTo("2 of 4 intervals failed, allowed are 1");
        assertThat(test.intervals())
                .containsExactly(Interval.SUCCESS, Interval.FAILURE, Interval.SUCCESS, Interval.FAILURE);
    }

    private static double value(char letter) {
        return switch (letter) {
            case 'g' -> 0.5;
            case 'm' -> 3;
            case 'b' -> 7;
            default -> Double.NaN;
        };
    }
}
