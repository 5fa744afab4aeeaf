package io.gennaker.orchestrator.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Timer DUE = new Timer.StageDue("one");

    @Test
    void shouldTryAgainUnderAnotherOperationWhenTheBackoffIsOver() {
        // Given
        var story = Story.begun(
                        Plans.of(Plans.deploy("one").retrying(3, TEN_SECONDS).done()))
                .fails("one/apply", "registry away");
        assertThat(story.events())
                .containsExactly(
                        "step one/apply FAILED: registry away",
                        "stage one WAITING: attempt 1 of 3 failed: registry away; tried again 2026-01-01T10:00:10Z");
        assertThat(story.timers()).containsEntry(DUE, TEN_SECONDS);

        // When
        story.later(TEN_SECONDS).fires(DUE);

        // Then
        assertThat(story.commands()).containsExactly("start one/apply/2");
        assertThat(story.events()).containsExactly("stage one RUNNING: attempt 2 of 3", "step one/apply RUNNING");
    }

    @Test
    void shouldWaitTwiceAsLongBeforeEachFurtherAttempt() {
        // Given
        var story = Story.begun(
                        Plans.of(Plans.deploy("one").retrying(3, TEN_SECONDS).done()))
                .fails("one/apply/1", "x")
                .later(TEN_SECONDS)
                .fires(DUE);

        // When
        story.fails("one/apply/2", "x");

        // Then
        assertThat(story.timers()).containsEntry(DUE, Duration.ofSeconds(20));
    }

    @Test
    void shouldFailWhenTheLastAttemptFails() {
        // Given
        var story = Story.begun(
                        Plans.of(Plans.deploy("one").retrying(2, TEN_SECONDS).done()))
                .fails("one/apply/1", "x")
                .later(TEN_SECONDS)
                .fires(DUE);

        // When
        story.fails("one/apply/2", "still away");

        // Then
        assertThat(story.events()).endsWith("finished FAILED: stage one failed: still away");
    }

    @Test
    void shouldIgnoreALateReportOfAnEarlierAttempt() {
        // Given
        var story = Story.begun(
                        Plans.of(Plans.deploy("one").retrying(2, TEN_SECONDS).done()))
                .fails("one/apply/1", "x")
                .later(TEN_SECONDS)
                .fires(DUE);

        // When
        story.succeeds("one/apply/1");

        // Then
        assertThat(story.ignored()).isTrue();
    }

    @Test
    void shouldTakeBackWhatTheAttemptHadBegunBeforeTheNextOne() {
        // Given
        var story = Story.begun(Plans.of(
                        Plans.canary("one", 10).retrying(2, TEN_SECONDS).done()))
                .succeeds("one/start-baseline", "one/start-canary", "one/shift-10")
                .fails("one/confirm-10", "no traffic");
        assertThat(story.commands()).containsExactly("start one/compensate-restore-traffic/1");
        story.succeeds("one/compensate-restore-traffic");
        assertThat(story.commands()).containsExactly("start one/compensate-remove-variants/1");
        story.succeeds("one/compensate-remove-variants");
        assertThat(story.timers()).containsEntry(DUE, TEN_SECONDS);

        // When
        story.later(TEN_SECONDS).fires(DUE);

        // Then
        assertThat(story.commands()).containsExactly("start one/start-baseline/2");
    }

    @Test
    void shouldTryAgainOnlyAfterTheEndOfAnOperationThatGaveNoAnswer() {
        // Given
        var story = Story.begun(
                        Plans.of(Plans.job("one").retrying(2, TEN_SECONDS).done()))
                .fires(new Timer.OperationTimeout(Story.operation("one/run")));
        assertThat(story.commands()).containsExactly("cancel one/run/1");
        assertThat(story.timers()).doesNotContainKey(DUE);

        // When
        story.isCancelled("one/run");

        // Then
        assertThat(story.timers()).containsEntry(DUE, TEN_SECONDS);
        assertThat(story.later(TEN_SECONDS).fires(DUE).commands()).containsExactly("start one/run/2");
    }

    @Test
    void shouldNameCompensationsOfALaterAttemptDifferently() {
        // Given
        var story = Story.begun(Plans.of(
                        Plans.canary("one", 10).retrying(2, TEN_SECONDS).done()))
                .fails("one/start-baseline", "x")
                .succeeds("one/compensate-remove-variants")
                .later(TEN_SECONDS)
                .fires(DUE);

        // When
        story.fails("one/start-baseline/2", "x");

        // Then
        assertThat(story.commands()).containsExactly("start one/compensate-remove-variants/2.1");
    }

    @Test
    void shouldCountTheTimeoutOverAllAttempts() {
        // Given
        var timeout = new Timer.StageTimeout("one");
        var story = Story.begun(Plans.of(Plans.deploy("one")
                        .retrying(3, TEN_SECONDS)
                        .within(Duration.ofMinutes(1))
                        .done()))
                .later(Duration.ofSeconds(30))
                .fails("one/apply/1", "x")
                .later(TEN_SECONDS)
                .fires(DUE);
        assertThat(story.timers()).containsEntry(timeout, Duration.ofSeconds(20));

        // When
        story.later(Duration.ofSeconds(20)).fires(timeout);

        // Then
        assertThat(story.events())
                .contains("stage one TIMED_OUT: did not end within 1 min")
                .noneMatch(event -> event.contains("tried again"));
    }

    @Test
    void shouldTimeOutBetweenTwoAttempts() {
        // Given
        var story = Story.begun(Plans.of(Plans.deploy("one")
                        .retrying(3, Duration.ofMinutes(5))
                        .within(Duration.ofMinutes(1))
                        .onFailure(FailurePolicy.CONTINUE)
                        .done()))
                .fails("one/apply/1", "x");

        // When
        story.later(Duration.ofMinutes(1)).fires(new Timer.StageTimeout("one"));

        // Then
        assertThat(story.events())
                .contains("stage one FAILED_CONTINUED: did not end within 1 min")
                .last()
                .asString()
                .startsWith("finished SUCCEEDED");
    }

    @Test
    void shouldBeginNoFurtherAttemptWhenTheTimeIsOverWhileOneIsTakenBack() {
        // Given
        var story = Story.begun(Plans.of(Plans.canary("one", 10)
                        .retrying(3, TEN_SECONDS)
                        .within(Duration.ofMinutes(1))
                        .done()))
                .fails("one/start-baseline", "x");

        // When
        story.later(Duration.ofMinutes(1)).fires(new Timer.StageTimeout("one"));

        // Then
        assertThat(story.events()).contains("stage one TIMED_OUT: did not end within 1 min");
        story.succeeds("one/compensate-remove-variants/1", "one/compensate-remove-variants/2");
        assertThat(story.events()).endsWith("finished FAILED: stage one timed out: did not end within 1 min");
    }

    @Test
    void shouldNotTryAgainWhatFailedBeforeItsFirstAttempt() {
        // When
        var story = new Story(
                        Plans.of(Plans.deploy("one")
                                .when("stages.two.outputs.score > 5")
                                .retrying(3, TEN_SECONDS)
                                .done()),
                        (expression, plan, stages) -> new ConditionResult.Failed("no such key: two"))
                .started();

        // Then
        assertThat(story.events())
                .contains("stage one FAILED: condition: no such key: two")
                .endsWith("finished FAILED: stage one failed: condition: no such key: two");
    }

    @Test
    void shouldGiveOutputsOfTheLastAttemptOnly() {
        // Given
        var story = Story.begun(Plans.of(
                        Plans.job("one").retrying(2, TEN_SECONDS).done(),
                        Plans.deploy("two").needing("one").done()))
                .reports("one/run", new Report.Noted(Map.of("exitCode", "1")))
                .fails("one/run", "x")
                .later(TEN_SECONDS)
                .fires(DUE);

        // When
        story.reports("one/run/2", new Report.Succeeded(Map.of("other", "2")));

        // Then
        assertThat(story.stage("one").status()).isEqualTo(StageStatus.SUCCEEDED);
        assertThat(story.stage("one").outputs()).isEqualTo(Map.of("other", "2"));
    }

    @Test
    void shouldNotTryAgainWhatDoesNotEvaluateAtItsTurn() {
        // Given
        var until = new DeferredWork.WaitUntil("${{ stages.test.outputs.moment }}", null, null);

        // When
        var story = Story.begun(Plans.of(Plans.stage("one", deferred("wait", until))
                .retrying(3, TEN_SECONDS)
                .done()));

        // Then
        assertThat(story.timers()).isEmpty();
        assertThat(story.events())
                .anyMatch(event -> event.startsWith("step one/wait FAILED: "))
                .last()
                .asString()
                .startsWith("finished FAILED: stage one failed: ")
                .contains("stages.test.outputs.moment");
    }

    @Test
    void shouldNotTryAgainACheckWhoseConditionIsFalse() {
        // Given
        var check = new DeferredWork.Check(List.of(new DeferredWork.Claim("1 > 2", "too small")));

        // When
        var story = Story.begun(Plans.of(Plans.stage("one", deferred("check", check))
                .retrying(3, TEN_SECONDS)
                .done()));

        // Then
        assertThat(story.events()).endsWith("finished FAILED: stage one failed: too small (1 > 2)");
    }

    @Test
    void shouldNotTryAgainToTakeBackWhatWasNotBegun() {
        // Given
        var back = new StepAction.TakeBack("two", "apply", Plans.PRODUCTION, "shop");

        // When
        var story = Story.begun(Plans.of(
                Plans.stage("one", Plans.step("take-back", back))
                        .retrying(3, TEN_SECONDS)
                        .done(),
                Plans.deploy("two").needing("one").done()));

        // Then
        assertThat(story.events())
                .endsWith("finished FAILED: stage one failed: there is nothing to take back: stage two was not begun");
    }

    private static PlannedStep deferred(String id, DeferredWork work) {
        return Plans.step(id, new StepAction.Deferred(work, Map.of(), Map.of()));
    }
}
