package io.gennaker.orchestrator.execution;

import static io.gennaker.orchestrator.execution.Plans.canary;
import static io.gennaker.orchestrator.execution.Plans.deploy;
import static io.gennaker.orchestrator.execution.Plans.job;
import static io.gennaker.orchestrator.execution.Plans.undoableDeploy;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.pipeline.plan.FailurePolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The way back: what is taken back, in which order, and what happens when that fails.
class CompensationTest {

    @Test
    void shouldRestoreTrafficFirstWhenAnAnalysisFails() {
        // Given
        var story = analysing();

        // When
        story.fails("canary/analyse-10", "error-rate High: 0.05 against 0.01");

        // Then
        assertThat(story.commands()).containsExactly("start canary/compensate-restore-traffic/1");
        var shift = (DeploymentTask.ShiftTraffic)
                ((DeploymentCommand.Start) story.messages().getFirst()).task();
        assertThat(shift.split()).isEqualTo(TrafficSplit.ALL_RELEASE);
        assertThat(story.events())
                .containsExactly(
                        "step canary/analyse-10 FAILED: error-rate High: 0.05 against 0.01",
                        "stage canary FAILED: error-rate High: 0.05 against 0.01",
                        "compensation canary/restore-traffic RUNNING");
    }

    @Test
    void shouldRemoveVariantsOnceWhenTrafficIsRestored() {
        // Given
        var story = analysing().fails("canary/analyse-10", "bad");

        // When
        story.succeeds("canary/compensate-restore-traffic");

        // Then
        assertThat(story.commands()).containsExactly("start canary/compensate-remove-variants/1");
    }

    @Test
    void shouldEndFailedWithTheReasonWhenAllIsTakenBack() {
        // Given
        var story = analysing().fails("canary/analyse-10", "bad").succeeds("canary/compensate-restore-traffic");

        // When
        story.succeeds("canary/compensate-remove-variants");

        // Then
        assertThat(story.events())
                .containsExactly(
                        "compensation canary/remove-variants SUCCEEDED", "finished FAILED: stage canary failed: bad");
        assertThat(story.effects()).endsWith(new Effect.ReleaseSlot());
        assertThat(story.timers()).isEmpty();
    }

    @Test
    void shouldTakeBackPromotionAfterTrafficWhenItFailsHalfWay() {
        // Given
        var story = analysing().succeeds("canary/analyse-10", "canary/approve");

        // When
        story.fails("canary/promote", "2 of 12 available");

        // Then
        story.succeeds("canary/compensate-restore-traffic");
        var undo = (DeploymentTask.UndoApply)
                ((DeploymentCommand.Start) story.messages().getFirst()).task();
        assertThat(undo.apply()).isEqualTo(Story.operation("canary/promote"));
        story.succeeds("canary/compensate-undo-promote");
        assertThat(story.commands()).containsExactly("start canary/compensate-remove-variants/1");
    }

    @Test
    void shouldTakeBackTheLastBegunFirstWhenLayersAreEqual() {
        // Given
        var story = Story.begun(Plans.of(
                        undoableDeploy("one").done(),
                        undoableDeploy("two").needing("one").done(),
                        job("three").needing("two").done()))
                .succeeds("one/apply", "two/apply");

        // When
        story.fails("three/run", "exit code 1");

        // Then
        assertThat(story.commands()).containsExactly("start two/compensate-undo-apply/1");
        story.succeeds("two/compensate-undo-apply");
        assertThat(story.commands()).containsExactly("start one/compensate-undo-apply/1");
    }

    @Test
    void shouldTakeBackTheReplicaThatPassedWhenProductionFails() {
        // Given
        var story = Story.begun(Plans.of(
                        undoableDeploy("replica").done(),
                        canary("production", 10).needing("replica").done()))
                .succeeds(
                        "replica/apply", "production/start-baseline", "production/start-canary", "production/shift-10");

        // When
        story.fails("production/confirm-10", "the share is not seen");

        // Then
        assertThat(story.commands()).containsExactly("start production/compensate-restore-traffic/1");
        story.succeeds("production/compensate-restore-traffic");
        assertThat(story.commands()).containsExactly("start production/compensate-remove-variants/1");
        story.succeeds("production/compensate-remove-variants");
        assertThat(story.commands()).containsExactly("start replica/compensate-undo-apply/1");
    }

    @Test
    void shouldRestoreTrafficOfAllStagesBeforeAnyWorkloadWhenSeveralRun() {
        // Given
        var story = Story.begun(
                        Plans.of(canary("east", 10).done(), canary("west", 10).done()))
                .succeeds("east/start-baseline", "east/start-canary", "east/shift-10", "east/confirm-10")
                .succeeds("west/start-baseline", "west/start-canary", "west/shift-10", "west/confirm-10");

        // When
        story.fails("east/analyse-10", "bad");

        // Then
        assertThat(story.commands())
                .containsExactly("cancel west/analyse-10/1", "start east/compensate-restore-traffic/1");
        story.succeeds("east/compensate-restore-traffic");
        assertThat(story.commands())
                .as("the other one's operation has not ended yet")
                .isEmpty();
        story.isCancelled("west/analyse-10");
        assertThat(story.commands()).containsExactly("start west/compensate-restore-traffic/1");
        story.succeeds("west/compensate-restore-traffic");
        assertThat(story.commands()).containsExactly("start west/compensate-remove-variants/1");
    }

    @Test
    void shouldTakeNothingBackOfACanaryThatEndedWellWhenALaterStageFails() {
        // Given
        var story = Story.begun(Plans.of(
                        canary("canary", 10).done(),
                        job("after").needing("canary").done()))
                .succeeds(
                        "canary/start-baseline",
                        "canary/start-canary",
                        "canary/shift-10",
                        "canary/confirm-10",
                        "canary/analyse-10",
                        "canary/approve",
                        "canary/promote",
                        "canary/return-traffic",
                        "canary/confirm-release",
                        "canary/remove-variants");

        // When
        story.fails("after/run", "exit code 1");

        // Then
        assertThat(story.commands()).isEmpty();
        assertThat(story.events()).endsWith("finished FAILED: stage after failed: exit code 1");
    }

    @Test
    void shouldTakeNothingBackWhenNothingWasBegun() {
        // Given
        var story = Story.begun(Plans.of(
                deploy("one").done(), canary("canary", 10).needing("one").done()));

        // When
        story.fails("one/apply", "ImagePullBackOff");

        // Then
        assertThat(story.commands()).isEmpty();
        assertThat(story.events())
                .containsExactly(
                        "step one/apply FAILED: ImagePullBackOff",
                        "stage one FAILED: ImagePullBackOff",
                        "stage canary SKIPPED: stage one failed: ImagePullBackOff",
                        "finished FAILED: stage one failed: ImagePullBackOff");
    }

    @Test
    void shouldTryAgainLaterWhenACompensationFails() {
        // Given
        var story = analysing().fails("canary/analyse-10", "bad");
        var retry = new Timer.RetryDue(Story.operation("canary/compensate-restore-traffic/1"));

        // When
        story.fails("canary/compensate-restore-traffic", "no connection");

        // Then
        assertThat(story.commands()).isEmpty();
        assertThat(story.timers()).containsEntry(retry, Retreat.FIRST_BACKOFF);
        assertThat(story.events())
                .containsExactly("compensation canary/restore-traffic RUNNING: "
                        + "attempt 1 of 5 failed: no connection; tried again in 2 s");
        story.fires(retry);
        assertThat(story.commands()).containsExactly("start canary/compensate-restore-traffic/2");
    }

    @Test
    void shouldNeverRemoveWorkloadsWhenTrafficCannotBeRestored() {
        // Given
        var story = analysing().fails("canary/analyse-10", "bad");
        for (int attempt = 1; attempt < Retreat.ATTEMPTS; attempt++) {
            String operation = "canary/compensate-restore-traffic/" + attempt;
            story.fails(operation, "no connection").fires(new Timer.RetryDue(Story.operation(operation)));
        }

        // When
        story.fails("canary/compensate-restore-traffic/5", "no connection");

        // Then
        assertThat(story.commands()).isEmpty();
        assertThat(story.events())
                .containsExactly(
                        "compensation canary/restore-traffic FAILED: attempt 5 of 5 failed: no connection",
                        "finished FAILED: stage canary failed: bad; not taken back: "
                                + "all traffic to release (canary): no connection; "
                                + "remove baseline and canary (canary): "
                                + "not tried, because what must come before it failed");
    }

    @Test
    void shouldDoubleTheBackoffWhenAttemptsGoOn() {
        // Given
        var story = analysing().fails("canary/analyse-10", "bad");
        String second = "canary/compensate-restore-traffic/2";
        story.fails("canary/compensate-restore-traffic/1", "x")
                .fires(new Timer.RetryDue(Story.operation("canary/compensate-restore-traffic/1")));

        // When
        story.fails(second, "x");

        // Then
        assertThat(story.timers())
                .containsEntry(new Timer.RetryDue(Story.operation(second)), Retreat.FIRST_BACKOFF.multipliedBy(2));
    }

    @Test
    void shouldTakeBackTheOthersOfALayerWhenOneIsLost() {
        // Given
        var story = Story.begun(Plans.of(
                        undoableDeploy("one").done(),
                        undoableDeploy("two").needing("one").done(),
                        job("three").needing("two").done()))
                .succeeds("one/apply", "two/apply")
                .fails("three/run", "exit code 1");
        for (int attempt = 1; attempt < Retreat.ATTEMPTS; attempt++) {
            String operation = "two/compensate-undo-apply/" + attempt;
            story.fails(operation, "refused").fires(new Timer.RetryDue(Story.operation(operation)));
        }

        // When
        story.fails("two/compensate-undo-apply/5", "refused");

        // Then
        assertThat(story.commands()).containsExactly("start one/compensate-undo-apply/1");
    }

    @Test
    void shouldCountAsFailedAttemptWhenACompensationGivesNoAnswer() {
        // Given
        var story = analysing().fails("canary/analyse-10", "bad");
        var operation = Story.operation("canary/compensate-restore-traffic");

        // When
        story.fires(new Timer.OperationTimeout(operation));

        // Then
        assertThat(story.commands()).containsExactly("cancel canary/compensate-restore-traffic/1");
        assertThat(story.timers()).containsKey(new Timer.RetryDue(operation));
    }

    @Test
    void shouldTakeAStageBackAtOnceWhenItsFailureIsContinued() {
        // Given
        var story = Story.begun(Plans.of(
                        canary("canary", 10).onFailure(FailurePolicy.CONTINUE).done(),
                        job("other").done(),
                        job("after").needing("canary").done()))
                .succeeds("canary/start-baseline", "canary/start-canary", "canary/shift-10", "canary/confirm-10");

        // When
        story.fails("canary/analyse-10", "bad");

        // Then
        assertThat(story.commands()).containsExactly("start canary/compensate-restore-traffic/1");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.RUNNING);
        story.succeeds("canary/compensate-restore-traffic");
        assertThat(story.commands()).containsExactly("start canary/compensate-remove-variants/1");
        story.succeeds("canary/compensate-remove-variants");
        assertThat(story.events())
                .containsExactly(
                        "compensation canary/remove-variants SUCCEEDED",
                        "stage canary FAILED_CONTINUED: bad",
                        "stage after RUNNING",
                        "step after/run RUNNING");
    }

    @Test
    void shouldFailTheExecutionWhenAContinuedStageCannotBeTakenBack() {
        // Given
        var story = Story.begun(Plans.of(
                        canary("canary", 10).onFailure(FailurePolicy.CONTINUE).done(),
                        undoableDeploy("other").done()))
                .succeeds("other/apply")
                .succeeds("canary/start-baseline", "canary/start-canary", "canary/shift-10", "canary/confirm-10")
                .fails("canary/analyse-10", "bad");
        for (int attempt = 1; attempt < Retreat.ATTEMPTS; attempt++) {
            String operation = "canary/compensate-restore-traffic/" + attempt;
            story.fails(operation, "down").fires(new Timer.RetryDue(Story.operation(operation)));
        }

        // When
        story.fails("canary/compensate-restore-traffic/5", "down");

        // Then
        assertThat(story.commands()).isEmpty();
        assertThat(story.events().getLast())
                .startsWith(
                        "finished FAILED: stage canary failed: bad; not taken back: all traffic to release (canary): down;")
                .contains("undo apply (other): not tried");
    }

    @Test
    void shouldBeginACompensationAgainWhenTheExecutionFailsWhileAStageTakesItselfBack() {
        // Given
        var story = Story.begun(Plans.of(
                        canary("canary", 10).onFailure(FailurePolicy.CONTINUE).done(),
                        job("other").done()))
                .succeeds("canary/start-baseline", "canary/start-canary", "canary/shift-10", "canary/confirm-10")
                .fails("canary/analyse-10", "bad");

        // When
        story.fails("other/run", "exit code 1");

        // Then
        assertThat(story.commands()).as("the attempt under way is awaited").isEmpty();
        story.succeeds("canary/compensate-restore-traffic/1");
        assertThat(story.commands()).containsExactly("start canary/compensate-restore-traffic/2");
        story.succeeds("canary/compensate-restore-traffic/2");
        assertThat(story.commands()).containsExactly("start canary/compensate-remove-variants/1");
    }

    @Test
    void shouldNotWaitForeverWhenTheAttemptUnderWayGivesNoAnswer() {
        // Given
        var story = Story.begun(Plans.of(
                        canary("canary", 10).onFailure(FailurePolicy.CONTINUE).done(),
                        job("other").done()))
                .succeeds("canary/start-baseline", "canary/start-canary", "canary/shift-10", "canary/confirm-10")
                .fails("canary/analyse-10", "bad")
                .fails("other/run", "exit code 1");
        var underWay = new Timer.OperationTimeout(Story.operation("canary/compensate-restore-traffic/1"));

        // When
        story.fires(underWay);

        // Then
        assertThat(story.commands()).containsExactly("start canary/compensate-restore-traffic/2");
    }

    @Test
    void shouldKeepOutputsOfAFailedAnalysisWhenItsFailureIsContinued() {
        // Given
        var story = Story.begun(Plans.of(
                        canary("canary", 10).onFailure(FailurePolicy.CONTINUE).done(),
                        job("other").done()))
                .succeeds("canary/start-baseline", "canary/start-canary", "canary/shift-10", "canary/confirm-10");

        // When
        story.reports("canary/analyse-10", new Report.Failed("bad", Map.of("verdict", "Fail", "score", "40.0")));

        // Then
        assertThat(story.stage("canary").outputs()).containsEntry("verdict", "Fail");
    }

    private static Story analysing() {
        return Story.begun(Plans.of(canary("canary", 10).done()))
                .succeeds("canary/start-baseline", "canary/start-canary", "canary/shift-10", "canary/confirm-10")
                .later(Duration.ofSeconds(20));
    }

    @Test
    void shouldSeeThatTrafficHasLeftWhenCancelledBeforeItsShareWasConfirmed() {
        // Given
        var story = Story.begun(Plans.of(canary("one", 10).seenToLeave().done()))
                .succeeds("one/start-baseline", "one/start-canary")
                .told(new Intervention.Pause())
                .succeeds("one/shift-10")
                .cancelled();

        // When
        story.succeeds("one/compensate-restore-traffic");

        // Then
        assertThat(story.commands()).containsExactly("start one/compensate-confirm-release/1");
        story.succeeds("one/compensate-confirm-release");
        assertThat(story.commands()).containsExactly("start one/compensate-remove-variants/1");
    }

    @Test
    void shouldSeeThatTrafficHasLeftWhenAShiftFailed() {
        // Given
        var story = Story.begun(Plans.of(canary("one", 10).seenToLeave().done()))
                .succeeds("one/start-baseline", "one/start-canary")
                .fails("one/shift-10", "the route did not take the weights in time");

        // When
        story.succeeds("one/compensate-restore-traffic");

        // Then
        assertThat(story.commands()).containsExactly("start one/compensate-confirm-release/1");
    }

    @Test
    void shouldSeeThatTrafficHasLeftOnlyOnceWhenSeveralSharesWereAskedFor() {
        // Given
        var story = Story.begun(Plans.of(canary("one", 10, 33).seenToLeave().done()))
                .succeeds("one/start-baseline", "one/start-canary", "one/shift-10", "one/confirm-10", "one/analyse-10")
                .fails("one/shift-33", "refused")
                .succeeds("one/compensate-restore-traffic");

        // When
        story.succeeds("one/compensate-confirm-release");

        // Then
        assertThat(story.commands()).containsExactly("start one/compensate-remove-variants/1");
    }
}
