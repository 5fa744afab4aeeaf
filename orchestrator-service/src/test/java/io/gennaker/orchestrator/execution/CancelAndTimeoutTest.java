package io.gennaker.orchestrator.execution;

import static io.gennaker.orchestrator.execution.Plans.canary;
import static io.gennaker.orchestrator.execution.Plans.deploy;
import static io.gennaker.orchestrator.execution.Plans.job;
import static io.gennaker.orchestrator.execution.Plans.judgement;
import static io.gennaker.orchestrator.execution.Plans.pause;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.pipeline.plan.FailurePolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CancelAndTimeoutTest {

    @Test
    void shouldCancelWhatRunsAndAwaitItsEndWhenCancelled() {
        // Given
        var story = Story.begun(Plans.of(
                        canary("canary", 10).done(),
                        job("after").needing("canary").done()))
                .succeeds("canary/start-baseline", "canary/start-canary", "canary/shift-10", "canary/confirm-10");

        // When
        story.cancelled();

        // Then
        assertThat(story.commands()).containsExactly("cancel canary/analyse-10/1");
        assertThat(story.events())
                .containsExactly(
                        "cancel requested by bob",
                        "step canary/analyse-10 CANCELLED: cancelled by bob: wrong version",
                        "stage canary CANCELLED: cancelled by bob: wrong version",
                        "stage after CANCELLED: cancelled by bob: wrong version");
        story.isCancelled("canary/analyse-10");
        assertThat(story.commands()).containsExactly("start canary/compensate-restore-traffic/1");
        story.succeeds("canary/compensate-restore-traffic", "canary/compensate-remove-variants");
        assertThat(story.events()).endsWith("finished CANCELLED: cancelled by bob: wrong version");
    }

    @Test
    void shouldGoBackAnywayWhenACancelledOperationDoesNotEndInTime() {
        // Given
        var story = Story.begun(Plans.of(canary("canary", 10).done()))
                .succeeds("canary/start-baseline", "canary/start-canary")
                .cancelled();
        var limit = new Timer.SettleTimeout(Story.operation("canary/shift-10"));
        assertThat(story.timers()).containsEntry(limit, Turn.SETTLE_LIMIT);

        // When
        story.fires(limit);

        // Then
        assertThat(story.commands()).containsExactly("start canary/compensate-restore-traffic/1");
    }

    @Test
    void shouldEndOnlyAfterTheRunningOperationWhenThereIsNothingToTakeBack() {
        // Given
        var story = Story.begun(Plans.of(deploy("one").done())).cancelled();

        // When
        story.succeeds("one/apply");

        // Then
        assertThat(story.events()).containsExactly("finished CANCELLED: cancelled by bob: wrong version");
    }

    @Test
    void shouldEndAtOnceWhenOnlyTimePassed() {
        // Given
        var story = Story.begun(Plans.of(pause("pause", Duration.ofHours(1)).done()));

        // When
        story.cancelled();

        // Then
        assertThat(story.events()).endsWith("finished CANCELLED: cancelled by bob: wrong version");
        assertThat(story.timers()).isEmpty();
    }

    @Test
    void shouldWithdrawTheQuestionWhenCancelled() {
        // Given
        var story = Story.begun(Plans.of(judgement("approve").done()));

        // When
        story.cancelled();

        // Then
        assertThat(story.commands()).containsExactly("cancel approve/ask/1");
    }

    @Test
    void shouldEndWithoutATraceWhenCancelledWhileQueued() {
        // Given
        var story = new Story(Plans.of(deploy("one").done()));

        // When
        story.cancelled();

        // Then
        assertThat(story.commands()).isEmpty();
        assertThat(story.events())
                .containsExactly(
                        "cancel requested by bob",
                        "stage one CANCELLED: cancelled by bob: wrong version",
                        "finished CANCELLED: cancelled by bob: wrong version");
    }

    @Test
    void shouldGoOnGoingBackWhenCancelledMeanwhile() {
        // Given
        var story = Story.begun(Plans.of(canary("canary", 10).done())).fails("canary/start-baseline", "no release");

        // When
        story.cancelled();

        // Then
        assertThat(story.ignored()).isTrue();
    }

    @Test
    void shouldTimeOutStepAndStageWhenAnOperationGivesNoAnswer() {
        // Given
        var story = Story.begun(Plans.of(canary("canary", 10).done())).succeeds("canary/start-baseline");
        var operation = Story.operation("canary/start-canary");

        // When
        story.fires(new Timer.OperationTimeout(operation));

        // Then
        String reason = "step start-canary gave no answer within 2 min";
        assertThat(story.commands()).containsExactly("cancel canary/start-canary/1");
        assertThat(story.events())
                .containsExactly("step canary/start-canary TIMED_OUT: " + reason, "stage canary TIMED_OUT: " + reason);
        story.isCancelled("canary/start-canary").succeeds("canary/compensate-remove-variants");
        assertThat(story.events()).endsWith("finished FAILED: stage canary timed out: " + reason);
    }

    @Test
    void shouldTimeOutWithTheServicesReasonWhenItAnswersAtItsDeadline() {
        // Given
        var story = Story.begun(Plans.of(deploy("one").done()));

        // When
        story.reports("one/apply", new Report.TimedOut("2 of 5 available; pod shop-x: ImagePullBackOff"));

        // Then
        assertThat(story.events())
                .contains(
                        "step one/apply TIMED_OUT: 2 of 5 available; pod shop-x: ImagePullBackOff",
                        "finished FAILED: stage one timed out: 2 of 5 available; pod shop-x: ImagePullBackOff");
    }

    @Test
    void shouldTimeOutTheStageWhenItsStepsTakeTooLongTogether() {
        // Given
        var story = Story.begun(
                Plans.of(canary("canary", 10).within(Duration.ofMinutes(3)).done()));
        assertThat(story.timers()).containsEntry(new Timer.StageTimeout("canary"), Duration.ofMinutes(3));

        // When
        story.fires(new Timer.StageTimeout("canary"));

        // Then
        assertThat(story.events()).contains("stage canary TIMED_OUT: did not end within 3 min");
        assertThat(story.commands()).containsExactly("cancel canary/start-baseline/1");
    }

    @Test
    void shouldGoOnAfterTakingBackWhenATimeoutIsContinued() {
        // Given
        var story = withoutAnswer();

        // When
        story.isCancelled("canary/start-baseline");

        // Then
        assertThat(story.commands()).containsExactly("start canary/compensate-remove-variants/1");
        story.succeeds("canary/compensate-remove-variants");
        assertThat(story.events())
                .contains(
                        "stage canary FAILED_CONTINUED: step start-baseline gave no answer within 2 min",
                        "stage after RUNNING");
    }

    @Test
    void shouldTakeBackAStageAnywayWhenItsCancelledOperationDoesNotEndInTime() {
        // Given
        var story = withoutAnswer();
        var limit = new Timer.SettleTimeout(Story.operation("canary/start-baseline"));
        assertThat(story.timers()).containsEntry(limit, Turn.SETTLE_LIMIT);

        // When
        story.fires(limit);

        // Then
        assertThat(story.commands()).containsExactly("start canary/compensate-remove-variants/1");
    }

    /// A canary that is continued, whose first operation was just given up.
    private static Story withoutAnswer() {
        var story = Story.begun(Plans.of(
                        canary("canary", 10).onFailure(FailurePolicy.CONTINUE).done(),
                        job("after").needing("canary").done()))
                .fires(new Timer.OperationTimeout(Story.operation("canary/start-baseline")));
        assertThat(story.commands()).containsExactly("cancel canary/start-baseline/1");
        return story;
    }

    @Test
    void shouldForgetTheStagesTimeoutWhenItEnds() {
        // Given
        var story = Story.begun(Plans.of(
                deploy("one").within(Duration.ofMinutes(3)).done(), job("other").done()));

        // When
        story.succeeds("one/apply");

        // Then
        assertThat(story.timers())
                .containsOnlyKeys(
                        new Timer.ExecutionTimeout(), new Timer.OperationTimeout(Story.operation("other/run")));
    }

    @Test
    void shouldTakeAllBackWhenTheExecutionTimesOut() {
        // Given
        var story = Story.begun(Plans.of(
                canary("canary", 10).done(), job("after").needing("canary").done()));

        // When
        story.fires(new Timer.ExecutionTimeout());

        // Then
        assertThat(story.events())
                .containsExactly(
                        "step canary/start-baseline TIMED_OUT: did not end within 2 h",
                        "stage canary TIMED_OUT: did not end within 2 h",
                        "stage after SKIPPED: did not end within 2 h");
        story.isCancelled("canary/start-baseline").succeeds("canary/compensate-remove-variants");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.TIMED_OUT);
    }

    @Test
    void shouldFailWhenAnOperationIsCancelledFromOutside() {
        // Given
        var story = Story.begun(Plans.of(deploy("one").done()));

        // When
        story.isCancelled("one/apply");

        // Then
        assertThat(story.events())
                .contains(
                        "step one/apply CANCELLED: step apply was cancelled from outside this execution",
                        "finished FAILED: stage one failed: step apply was cancelled from outside this execution");
    }
}
