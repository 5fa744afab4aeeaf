package io.gennaker.judges.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gennaker.judges.Direction;
import io.gennaker.judges.sequential.Look.Finding;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequentialTestTest {

    private static final Terms INCREASE = Terms.of(0.05, Direction.INCREASE);

    @Test
    void shouldStopAtOnceOnAClearRegression() {
        // Given
        var test = new SequentialTest(INCREASE);

        // When
        var finding = test.add(new Window(1, 1000, 60, 1000));

        // Then
        assertThat(finding).isEqualTo(Finding.HIGHER);
        assertThat(test.look().lower()).isGreaterThan(1);
    }

    @Test
    void shouldKeepAFindingWhateverFollows() {
        // Given
        var test = new SequentialTest(INCREASE);
        test.add(new Window(1, 1000, 60, 1000));

        // When
        var finding = test.add(new Window(500, 10_000, 500, 10_000));

        // Then
        assertThat(finding).isEqualTo(Finding.HIGHER);
    }

    @Test
    void shouldPassEarlyWhenNoFailureWasSeenInEnoughRequests() {
        // Given
        var test = new SequentialTest(INCREASE.within(0.001));

        // When: the bound of a rate without an event is about 7 / n
        var findings = IntStream.range(0, 10)
                .mapToObj(_ -> test.add(new Window(0, 1000, 0, 1000)))
                .toList();

        // Then
        assertThat(findings.getFirst()).isEqualTo(Finding.OPEN);
        assertThat(findings.getLast()).isEqualTo(Finding.WITHIN_MARGIN);
    }

    @Test
    void shouldStayOpenWithoutAMargin() {
        // Given
        var test = new SequentialTest(INCREASE);

        // When
        var finding = test.add(new Window(1000, 100_000, 1000, 100_000));

        // Then
        assertThat(finding).isEqualTo(Finding.OPEN);
        assertThat(test.look().lower()).isBetween(0.8, 1.0);
        assertThat(test.look().upper()).isBetween(1.0, 1.25);
    }

    @Test
    void shouldAllowWhatIsAllowed() {
        // Given
        var twice = new SequentialTest(new Terms(0.05, Direction.INCREASE, 2, 1, OptionalDouble.empty()));
        var any = new SequentialTest(INCREASE);
        var window = new Window(100, 10_000, 190, 10_000);

        // When
        var allowed = twice.add(window);
        var notAllowed = any.add(window);

        // Then
        assertThat(allowed).isEqualTo(Finding.OPEN);
        assertThat(notAllowed).isEqualTo(Finding.HIGHER);
    }

    @Test
    void shouldFindADecreaseOnlyWhereItIsMinded() {
        // Given
        var window = new Window(60, 1000, 1, 1000);

        // When
        var minded = new SequentialTest(Terms.of(0.05, Direction.EITHER)).add(window);
        var notMinded = new SequentialTest(INCREASE).add(window);

        // Then
        assertThat(minded).isEqualTo(Finding.LOWER);
        assertThat(notMinded).isEqualTo(Finding.OPEN);
    }

    @Test
    void shouldTakeUnequalTrafficIntoAccount() {
        // Given: one percent on both sides, nine times the requests
        var test = new SequentialTest(Terms.of(0.05, Direction.EITHER));

        // When
        var finding = test.add(new Window(90, 9000, 10, 1000));

        // Then
        assertThat(finding).isEqualTo(Finding.OPEN);
        assertThat(test.look().ratio()).isCloseTo(1.0, within(1e-12));
    }

    @Test
    void shouldLearnNothingFromASilentSide() {
        // Given
        var test = new SequentialTest(INCREASE.within(0.01));

        // When
        var finding = test.add(new Window(0, 0, 1000, 100_000));

        // Then
        assertThat(finding).isEqualTo(Finding.OPEN);
        assertThat(test.look().seen()).isEqualTo(Window.NONE);
    }

    @Test
    void shouldBoundARateOfWhichNoEventWasSeen() {
        assertThat(RateBounds.upper(0, 10_000, 0.025)).isBetween(3.0 / 10_000, 10.0 / 10_000);
        assertThat(RateBounds.lower(0, 10_000, 0.025)).isZero();
        assertThat(RateBounds.upper(10, 10, 0.025)).isEqualTo(1);
    }

    @Test
    void shouldHoldTheRateBetweenItsBounds() {
        assertThat(RateBounds.lower(100, 10_000, 0.025)).isBetween(0.005, 0.01);
        assertThat(RateBounds.upper(100, 10_000, 0.025)).isBetween(0.01, 0.015);
    }

    @Test
    void shouldFindThatCanaryValuesAreMostlyGreater() {
        // Given
        var test = new PairTest(INCREASE);

        // When
        var findings = IntStream.range(0, 20)
                .mapToObj(index -> test.add(100 + index % 3, 103 + index % 2))
                .toList();

        // Then
        assertThat(findings.getFirst()).isEqualTo(Finding.OPEN);
        assertThat(findings.getLast()).isEqualTo(Finding.HIGHER);
    }

    @Test
    void shouldKeepWhatItFoundOfValuesWhateverFollows() {
        // Given
        var test = new PairTest(Terms.of(0.05, Direction.EITHER));
        var found =
                IntStream.range(0, 10).mapToObj(_ -> test.add(2, 1)).toList().getLast();

        // When: more of the other kind
        var findings = IntStream.range(0, 40).mapToObj(_ -> test.add(1, 2)).toList();

        // Then
        assertThat(found).isEqualTo(Finding.LOWER);
        assertThat(findings).containsOnly(Finding.LOWER);
    }

    @Test
    void shouldFindThatCanaryValuesAreNotMuchGreater() {
        // Given
        var test = new PairTest(INCREASE.within(0.10));

        // When
        var findings = IntStream.range(0, 30)
                .mapToObj(index -> test.add(100 + index % 3, 101 + index % 2))
                .toList();

        // Then
        assertThat(findings.getLast()).isEqualTo(Finding.WITHIN_MARGIN);
    }

    @Test
    void shouldCompareEqualValuesThoughNeitherIsGreater() {
        // Given
        var test = new PairTest(Terms.of(0.05, Direction.EITHER));

        // When
        test.add(0, 0);
        test.add(Double.NaN, 0);
        test.add(0, 0);

        // Then
        assertThat(test.look().compared()).isEqualTo(2);
        assertThat(test.look().seen()).isEqualTo(Window.NONE);
        assertThat(test.look().finding()).isEqualTo(Finding.OPEN);
    }

    @Test
    void shouldSetTheLimitOfSlownessFromWhatCameBefore() {
        // Given
        var test = new TailTest(0.9, INCREASE);
        var bounds = new double[] {10, 100, 1000};

        // When
        test.add(new Histogram(bounds, new long[] {90, 9, 1, 0}), new Histogram(bounds, new long[] {90, 9, 1, 0}));
        var first = test.look().seen();
        test.add(new Histogram(bounds, new long[] {90, 9, 1, 0}), new Histogram(bounds, new long[] {20, 70, 10, 0}));

        // Then
        assertThat(first).isEqualTo(Window.NONE);
        assertThat(test.limit()).isEqualTo(10);
        assertThat(test.look().seen()).isEqualTo(new Window(10, 100, 80, 100));
        assertThat(test.look().finding()).isEqualTo(Finding.HIGHER);
    }

    @Test
    void shouldSeeNothingInHistogramsWithoutBuckets() {
        // Given: the source knows no series, and so no bounds
        var test = new TailTest(0.9, INCREASE);
        var nothing = new Histogram(new double[0], new long[] {0});
        test.add(nothing, nothing);

        // When
        var finding = test.add(nothing, nothing);

        // Then
        assertThat(finding).isEqualTo(Finding.OPEN);
        assertThat(test.look().seen()).isEqualTo(Window.NONE);
    }

    @Test
    void shouldSetNoLimitOfSlownessFromAWindowWithoutRequests() {
        // Given
        var test = new TailTest(0.9, INCREASE);
        var bounds = new double[] {10, 100, 1000};
        var nothing = new Histogram(bounds, new long[] {0, 0, 0, 0});
        test.add(nothing, nothing);

        // When: far above the lowest bound on one side only
        var finding = test.add(
                new Histogram(bounds, new long[] {90, 10, 0, 0}), new Histogram(bounds, new long[] {20, 80, 0, 0}));

        // Then
        assertThat(finding).isEqualTo(Finding.OPEN);
        assertThat(test.look().seen()).isEqualTo(Window.NONE);
        assertThat(test.limit()).isNaN();
    }
}
