package io.gennaker.orchestrator.execution;

import static io.gennaker.orchestrator.execution.Plans.deploy;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Stages that wait for their delay or their window. The story begins on a Thursday, at 10:00 UTC.
class OpeningTest {
    private static final Window AFTERNOON =
            new Window(List.of(DayOfWeek.values()), LocalTime.of(14, 0), LocalTime.of(16, 0), ZoneId.of("UTC"));
    private static final Timer DUE = new Timer.StageDue("one");

    @Test
    void shouldHoldUntilTheWindowOpens() {
        // When
        var story = Story.begun(Plans.of(deploy("one").opening(null, AFTERNOON).done()));

        // Then
        assertThat(story.commands()).isEmpty();
        assertThat(story.timers()).containsEntry(DUE, Duration.ofHours(4));
        assertThat(story.stage("one")).isEqualTo(new StageState.Held(Instant.parse("2026-01-01T14:00:00Z")));
        assertThat(story.events())
                .containsExactly(
                        "started", "stage one WAITING: begins 2026-01-01T14:00:00Z, window daily 14:00-16:00 UTC");
    }

    @Test
    void shouldBeginWhenTheWindowHasOpened() {
        // Given
        var story = Story.begun(Plans.of(deploy("one").opening(null, AFTERNOON).done()));

        // When
        story.later(Duration.ofHours(4)).fires(DUE);

        // Then
        assertThat(story.events()).containsExactly("stage one RUNNING", "step one/apply RUNNING");
        assertThat(story.succeeds("one/apply").state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void shouldBeginAtOnceWhenTheWindowIsOpen() {
        // Given
        var story = new Story(Plans.of(deploy("one").opening(null, AFTERNOON).done()));

        // When
        story.later(Duration.ofHours(5)).started();

        // Then
        assertThat(story.stage("one").status()).isEqualTo(StageStatus.RUNNING);
    }

    @Test
    void shouldHoldAgainWhenNobodyWasThereWhileTheWindowWasOpen() {
        // Given
        var story = Story.begun(Plans.of(deploy("one").opening(null, AFTERNOON).done()));

        // When
        story.later(Duration.ofHours(7)).fires(DUE);

        // Then
        assertThat(story.stage("one")).isEqualTo(new StageState.Held(Instant.parse("2026-01-02T14:00:00Z")));
        assertThat(story.timers()).containsEntry(DUE, Duration.ofHours(21));
    }

    @Test
    void shouldLookAtTheWindowWhenTheDelayIsOver() {
        // When
        var story = Story.begun(
                Plans.of(deploy("one").opening(Duration.ofHours(7), AFTERNOON).done()));

        // Then
        assertThat(story.timers()).containsEntry(DUE, Duration.ofHours(28));
    }

    @Test
    void shouldWaitItsDelayOnce() {
        // Given
        var story = Story.begun(
                Plans.of(deploy("one").opening(Duration.ofMinutes(5), null).done()));

        // When
        story.later(Duration.ofMinutes(5)).fires(DUE);

        // Then
        assertThat(story.stage("one").status()).isEqualTo(StageStatus.RUNNING);
    }

    @Test
    void shouldSkipAtOnceWhenTheConditionIsFalse() {
        // When
        var story = new Story(
                        Plans.of(deploy("one")
                                .when("false")
                                .opening(null, AFTERNOON)
                                .done()),
                        (expression, plan, stages) -> new ConditionResult.NotMet())
                .started();

        // Then
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(story.timers()).isEmpty();
    }

    @Test
    void shouldFailAtOnceWhenItCannotRun() {
        // When
        var story = Story.begun(Plans.of(deploy("one")
                .withProblem("no such image")
                .opening(null, AFTERNOON)
                .done()));

        // Then
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    void shouldNeverBeginWhenItIsCancelledMeanwhile() {
        // Given
        var story = Story.begun(Plans.of(deploy("one").opening(null, AFTERNOON).done()));

        // When
        story.cancelled();

        // Then
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.CANCELLED);
        assertThat(story.timers()).isEqualTo(Map.of());
        assertThat(story.later(Duration.ofHours(4)).fires(DUE).ignored()).isTrue();
    }
}
