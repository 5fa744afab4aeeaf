package io.gennaker.analysis.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every source does, whatever it is. Each one passes this suite against a store that speaks as the real one does.
public abstract class SourceConformance {

    /// How a store fails for a while.
    public enum Failure {
        NOT_AUTHORIZED,
        FORBIDDEN,
        TOO_MANY_QUESTIONS,
        BROKEN,
        OVERLOADED
    }

    protected static final Instant FIRST = Instant.parse("2026-11-23T12:00:00Z");
    protected static final Duration STEP = Duration.ofMinutes(1);
    protected static final int POINTS = 5;
    protected static final SampleGrid GRID = new SampleGrid(FIRST, FIRST.plus(STEP.multipliedBy(POINTS - 1)), STEP);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration IMPATIENCE = Duration.ofMillis(300);
    private static final int LARGE = 1_000_000;
    private static final int SMALL = 2_000;

    /// The source, pointed at the store of the test.
    protected abstract SeriesSource source(Duration timeout, int largestAnswer);

    /// A query that it understands.
    protected abstract String query();

    /// The store answers with series; a value that is NaN has no point.
    protected abstract void holds(List<Series> series);

    protected abstract void fails(Failure failure, String message);

    protected abstract void refusesTheQuery(String message);

    protected abstract void answersInPart(String message);

    protected abstract void answersWithSomethingElse();

    protected abstract void stalls();

    protected abstract void goesAway();

    /// Whether an answer can have more than one series.
    protected boolean hasSeveralSeries() {
        return true;
    }

    /// A label of a series as the store names it.
    protected Map<String, String> labels(String version) {
        return hasSeveralSeries() ? Map.of("version", version) : Map.of();
    }

    @Test
    void shouldGiveTheValuesOnTheGrid() throws Exception {
        // Given
        holds(List.of(series("v1", 1, 2.5, 3, 4, 5)));

        // When
        var answer = source(PATIENCE, LARGE).range(query(), GRID);

        // Then
        assertThat(answer).singleElement().satisfies(series -> {
            assertThat(GRID.align(series)).containsExactly(1, 2.5, 3, 4, 5);
            assertThat(series.labels()).isEqualTo(labels("v1"));
        });
    }

    @Test
    void shouldGiveNothingForAGap() throws Exception {
        // Given
        holds(List.of(series("v1", 1, Double.NaN, Double.NaN, 4, 5)));

        // When
        var answer = source(PATIENCE, LARGE).range(query(), GRID);

        // Then
        assertThat(GRID.align(answer.getFirst())).containsExactly(1, Double.NaN, Double.NaN, 4, 5);
    }

    @Test
    void shouldGiveASeriesThatBeginsLateFromItsBegin() throws Exception {
        // Given
        holds(List.of(series("v1", Double.NaN, Double.NaN, Double.NaN, 4, 5)));

        // When
        var answer = source(PATIENCE, LARGE).range(query(), GRID);

        // Then
        assertThat(GRID.align(answer.getFirst())).containsExactly(Double.NaN, Double.NaN, Double.NaN, 4, 5);
    }

    @Test
    void shouldGiveNoSeriesWhereThereIsNone() throws Exception {
        // Given
        holds(List.of());

        // When
        var answer = source(PATIENCE, LARGE).range(query(), GRID);

        // Then
        assertThat(answer).isEmpty();
    }

    @Test
    void shouldKeepSeriesApart() throws Exception {
        // Given
        Assumptions.assumeTrue(hasSeveralSeries(), "this source has one series");
        holds(List.of(series("v1", 1, 1, 1, 1, 1), series("v2", 2, 2, 2, 2, 2)));

        // When
        var answer = source(PATIENCE, LARGE).range(query(), GRID);

        // Then
        assertThat(answer).extracting(Series::labels).containsExactlyInAnyOrder(labels("v1"), labels("v2"));
        assertThat(answer).allSatisfy(series -> assertThat(series.points()).hasSize(POINTS));
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void shouldBeUnavailableWhileTheStoreFailsAndAnswerAfterwards(Failure failure) throws Exception {
        // Given
        var source = source(PATIENCE, LARGE);
        fails(failure, "come back later");

        // When, then
        assertThatThrownBy(() -> source.range(query(), GRID))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessageContaining("answered")
                .hasMessageContaining("come back later");

        // When
        holds(List.of(series("v1", 1, 2, 3, 4, 5)));

        // Then
        assertThat(source.range(query(), GRID)).hasSize(1);
    }

    @Test
    void shouldBeUnavailableWhenNoAnswerComesInTime() {
        // Given
        stalls();

        // When, then
        assertThatThrownBy(() -> source(IMPATIENCE, LARGE).range(query(), GRID))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessageEndingWith("gave no answer within PT0.3S");
    }

    @Test
    void shouldStopWaitingWhenItIsInterrupted() {
        // Given
        stalls();
        Thread.currentThread().interrupt();

        // When, then
        assertThatThrownBy(() -> source(PATIENCE, LARGE).range(query(), GRID)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void shouldBeUnavailableWhenNobodyListens() {
        // Given
        var source = source(PATIENCE, LARGE);
        goesAway();

        // When, then
        assertThatThrownBy(() -> source.range(query(), GRID)).isInstanceOf(MetricSourceUnavailable.class);
    }

    @Test
    void shouldNotTakeAPartForTheWhole() {
        // Given
        answersInPart("zone b is away");

        // When, then
        assertThatThrownBy(() -> source(PATIENCE, LARGE).range(query(), GRID))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessageContaining("answered in part (")
                .hasMessageContaining("zone b is away")
                .hasMessageEndingWith("must be whole: " + query());
    }

    @Test
    void shouldSayWhatWasExpectedOfAnAnswerThatItDoesNotUnderstand() {
        // Given
        answersWithSomethingElse();

        // When, then
        assertThatThrownBy(() -> source(PATIENCE, LARGE).range(query(), GRID))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessageContaining("expected")
                .hasMessageContaining("found");
    }

    @Test
    void shouldRefuseAQueryWithTheStoresOwnWordsAndWhatIsExpected() {
        // Given
        refusesTheQuery("no such aligner");

        // When, then
        assertThatThrownBy(() -> source(PATIENCE, LARGE).range(query(), GRID))
                .isInstanceOf(QueryRefused.class)
                .hasMessageContaining("refused the query (")
                .hasMessageContaining("no such aligner")
                .hasMessageContaining("), expected ")
                .hasMessageEndingWith(": " + query());
    }

    @Test
    void shouldRefuseAQueryWhoseAnswerIsTooLarge() {
        // Given
        var grid = new double[POINTS * 100];
        holds(List.of(series("v1", grid)));

        // When, then
        assertThatThrownBy(() -> source(PATIENCE, SMALL).range(query(), GRID))
                .isInstanceOf(QueryRefused.class)
                .hasMessage("the answer is larger than 2000 bytes; aggregate the query: " + query());
    }

    private Series series(String version, double... values) {
        return new Series(
                labels(version),
                IntStream.range(0, values.length)
                        .filter(index -> !Double.isNaN(values[index]))
                        .mapToObj(index -> new Series.Point(FIRST.plus(STEP.multipliedBy(index)), values[index]))
                        .toList());
    }
}
