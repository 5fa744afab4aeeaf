package io.gennaker.orchestrator.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.pipeline.plan.FailurePolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// One analysis beside all steps of a canary.
class WatchTest {
    private static Story watched() {
        return Story.begun(Plans.of(Plans.canary("one", 10, 33).watched("analyse-10", "promote")))
                .succeeds("one/start-baseline", "one/start-canary", "one/shift-10", "one/confirm-10");
    }

    @Test
    void shouldBeginWithTheStepThatFollowsTheFirstShare() {
        assertThat(watched().commands()).containsExactly("start one/watch/1", "start one/analyse-10/1");
    }

    @Test
    void shouldRunBesideTheStepsThatFollow() {
        // When
        var story = watched().succeeds("one/analyse-10", "one/shift-33");

        // Then
        assertThat(story.commands()).containsExactly("start one/confirm-33/1");
        assertThat(story.timers()).containsKey(new Timer.OperationTimeout(Story.operation("one/watch")));
    }

    @Test
    void shouldStopTheStepUnderWayAndTakeTheCanaryBackAtOnce() {
        // Given
        var story = watched().succeeds("one/analyse-10");

        // When
        story.reports("one/watch", new Report.Failed("error-rate is High", Map.of("verdict", "Fail")));

        // Then
        assertThat(story.events())
                .contains(
                        "step one/watch FAILED: error-rate is High",
                        "step one/shift-33 CANCELLED: error-rate is High",
                        "stage one FAILED: error-rate is High");
        assertThat(story.commands()).containsExactly("cancel one/shift-33/1");
        story.isCancelled("one/shift-33");
        assertThat(story.commands()).containsExactly("start one/compensate-restore-traffic/1");
    }

    @Test
    void shouldEndBeforeThePromotion() {
        // Given
        var story = watched().succeeds("one/analyse-10", "one/shift-33", "one/confirm-33", "one/analyse-33");

        // When
        story.succeeds("one/approve");

        // Then
        assertThat(story.commands()).containsExactly("cancel one/watch/1", "start one/promote/1");
        assertThat(story.isCancelled("one/watch").ignored()).isTrue();
        story.succeeds("one/promote", "one/return-traffic", "one/confirm-release", "one/remove-variants");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void shouldLetTheStepsGoOnWhenItHasPassed() {
        // When
        var story = watched().succeeds("one/watch");

        // Then
        assertThat(story.events()).containsExactly("step one/watch SUCCEEDED");
        story.succeeds("one/analyse-10", "one/shift-33", "one/confirm-33", "one/analyse-33", "one/approve");
        assertThat(story.commands()).containsExactly("start one/promote/1");
    }

    @Test
    void shouldEndWithAStepThatFails() {
        // When
        var story = watched().fails("one/analyse-10", "p95 is High");

        // Then
        assertThat(story.commands()).containsExactly("cancel one/watch/1");
        story.isCancelled("one/watch");
        assertThat(story.commands()).containsExactly("start one/compensate-restore-traffic/1");
    }

    @Test
    void shouldEndWithTheExecution() {
        assertThat(watched().cancelled().commands()).containsExactly("cancel one/analyse-10/1", "cancel one/watch/1");
    }

    @Test
    void shouldStandStillInAPause() {
        // Given
        var story = watched().succeeds("one/analyse-10");

        // When
        story.told(new Intervention.Pause());

        // Then
        assertThat(story.commands()).containsExactly("hold one/watch/1");
        story.later(Duration.ofHours(1)).told(new Intervention.Resume());
        assertThat(story.commands()).containsExactly("resume one/watch/1");
    }

    @Test
    void shouldBeginAgainWithTheNextAttempt() {
        // Given
        var stage = Plans.canary("one", 10)
                .retrying(2, Duration.ofSeconds(1))
                .onFailure(FailurePolicy.FAIL)
                .watched("analyse-10", "promote");
        var story = Story.begun(Plans.of(stage))
                .succeeds("one/start-baseline", "one/start-canary", "one/shift-10", "one/confirm-10")
                .reports("one/watch", new Report.Failed("bad", Map.of()))
                .isCancelled("one/analyse-10")
                .succeeds("one/compensate-restore-traffic", "one/compensate-remove-variants");

        // When
        story.later(Duration.ofSeconds(1)).fires(new Timer.StageDue("one"));
        story.succeeds("one/start-baseline/2", "one/start-canary/2", "one/shift-10/2", "one/confirm-10/2");

        // Then
        assertThat(story.commands()).containsExactly("start one/watch/2", "start one/analyse-10/2");
    }
}
