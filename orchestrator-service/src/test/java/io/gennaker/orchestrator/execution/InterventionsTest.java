package io.gennaker.orchestrator.execution;

import static io.gennaker.orchestrator.execution.Plans.canary;
import static io.gennaker.orchestrator.execution.Plans.deploy;
import static io.gennaker.orchestrator.execution.Plans.job;
import static io.gennaker.orchestrator.execution.Plans.judgement;
import static io.gennaker.orchestrator.execution.Plans.pause;
import static io.gennaker.orchestrator.execution.Plans.stage;
import static io.gennaker.orchestrator.execution.Plans.step;
import static io.gennaker.orchestrator.execution.Plans.undoableDeploy;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What people do, and what follows. Which intervention applies in which state: [EveryPairTest].
class InterventionsTest {
    private static final Intervention PAUSE = new Intervention.Pause();
    private static final Intervention RESUME = new Intervention.Resume();

    @Test
    void shouldBeginNoFurtherStepWhilePaused() {
        // Given
        var story = Story.begun(Plans.of(canary("one", 10).done())).told(PAUSE);
        assertThat(story.events()).containsExactly("pause by bob: incident 17");

        // When
        story.succeeds("one/start-baseline");

        // Then
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.PAUSED);
        assertThat(story.events()).containsExactly("step one/start-baseline SUCCEEDED");
        assertThat(story.commands()).isEmpty();
        story.told(RESUME);
        assertThat(story.commands()).containsExactly("start one/start-canary/1");
    }

    @Test
    void shouldBeginNoFurtherStageWhilePaused() {
        // Given
        var story = Story.begun(Plans.of(
                        deploy("one").done(), deploy("two").needing("one").done()))
                .told(PAUSE);

        // When
        story.succeeds("one/apply");

        // Then
        assertThat(story.events()).containsExactly("step one/apply SUCCEEDED", "stage one SUCCEEDED");
        story.told(RESUME);
        assertThat(story.commands()).containsExactly("start two/apply/1");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void shouldAskPeopleOnlyWhenResumed() {
        // Given
        var story = Story.begun(Plans.of(
                        deploy("one").done(), judgement("two").needing("one").done()))
                .told(PAUSE)
                .succeeds("one/apply");

        // When
        story.told(RESUME);

        // Then
        assertThat(story.commands()).containsExactly("ask two/ask/1");
        assertThat(story.events()).endsWith("stage two PAUSED: waits for a decision: ask");
    }

    @Test
    void shouldLetTheLimitsOfExecutionAndStageStandStillWhilePaused() {
        // Given
        var execution = new Timer.ExecutionTimeout();
        var stage = new Timer.StageTimeout("one");
        var story = Story.begun(
                        Plans.of(deploy("one").within(Duration.ofMinutes(30)).done()))
                .later(Duration.ofMinutes(10))
                .told(PAUSE);
        assertThat(story.timers()).doesNotContainKeys(execution, stage);

        // When
        story.later(Duration.ofHours(5)).told(RESUME);

        // Then
        assertThat(story.timers())
                .containsEntry(execution, Duration.ofMinutes(110))
                .containsEntry(stage, Duration.ofMinutes(20));
    }

    @Test
    void shouldLetAnAnalysisStandStillWhilePaused() {
        // Given
        var limit = new Timer.OperationTimeout(Story.operation("one/analyse"));
        var story = Story.begun(Plans.of(Plans.askedAnalysis("one").done()));

        // When
        story.later(Duration.ofMinutes(1)).told(PAUSE);

        // Then
        assertThat(story.commands()).containsExactly("hold one/analyse/1");
        assertThat(story.timers()).doesNotContainKey(limit);
        story.later(Duration.ofHours(1)).told(RESUME);
        assertThat(story.commands()).containsExactly("resume one/analyse/1");
        assertThat(story.timers()).containsEntry(limit, Plans.TIMEOUT.plus(Turn.GRACE));
    }

    @Test
    void shouldLetAWaitPassWhilePausedAndGoOnAfterwards() {
        // Given
        var story = Story.begun(Plans.of(
                        pause("one", Duration.ofMinutes(1)).done(),
                        deploy("two").needing("one").done()))
                .told(PAUSE);

        // When
        story.later(Duration.ofMinutes(1)).fires(new Timer.WaitOver(Story.operation("one/wait")));

        // Then
        assertThat(story.stage("one").status()).isEqualTo(StageStatus.SUCCEEDED);
        assertThat(story.commands()).isEmpty();
        story.told(RESUME);
        assertThat(story.commands()).containsExactly("start two/apply/1");
    }

    @Test
    void shouldBeginAtResumeWhatCameDueWhilePaused() {
        // Given
        var due = new Timer.StageDue("one");
        var story = Story.begun(Plans.of(
                        deploy("one").opening(Duration.ofMinutes(5), null).done()))
                .told(PAUSE)
                .later(Duration.ofMinutes(5))
                .fires(due);
        assertThat(story.ignored()).isTrue();

        // When
        story.told(RESUME);

        // Then
        assertThat(story.commands()).containsExactly("start one/apply/1");
    }

    @Test
    void shouldBeginNothingMoreWhenWhatBeginsAtTheResumeFailsTheExecution() {
        // Given
        var check = new DeferredWork.Check(List.of(new DeferredWork.Claim("false", "not today")));
        var story = Story.begun(Plans.of(
                        stage("gate", step("check", deferred(check)))
                                .opening(Duration.ofMinutes(5), null)
                                .done(),
                        canary("one", 10).done()))
                .told(PAUSE)
                .succeeds("one/start-baseline")
                .later(Duration.ofMinutes(5));

        // When
        story.told(RESUME);

        // Then
        assertThat(story.events()).contains("stage gate FAILED: not today (false)");
        assertThat(story.commands()).containsExactly("start one/compensate-remove-variants/1");
    }

    @Test
    void shouldGoBackAtOnceWhenAStageFailsWhilePaused() {
        // Given
        var story = Story.begun(Plans.of(canary("one", 10).done()))
                .succeeds("one/start-baseline", "one/start-canary")
                .told(PAUSE);

        // When
        story.fails("one/shift-10", "conflict");

        // Then
        assertThat(story.commands()).containsExactly("start one/compensate-restore-traffic/1");
    }

    @Test
    void shouldBeginAFailedStageAgainAndUnblockThoseThatNeedIt() {
        // Given
        var story = Story.begun(Plans.of(
                        deploy("one").onFailure(FailurePolicy.STOP_BRANCH).done(),
                        deploy("two").needing("one").done(),
                        judgement("other").done()))
                .fails("one/apply", "away");
        assertThat(story.stage("two").status()).isEqualTo(StageStatus.SKIPPED);

        // When
        story.told(new Intervention.Retry("one"));

        // Then
        assertThat(story.events())
                .containsExactly(
                        "retry one by bob: incident 17",
                        "stage one WAITING: tried again by bob: incident 17",
                        "stage two WAITING: tried again by bob: incident 17",
                        "stage one RUNNING",
                        "step one/apply RUNNING");
        story.succeeds("one/apply/2");
        assertThat(story.commands()).containsExactly("start two/apply/1");
    }

    @Test
    void shouldBeginTheItemsThatAFailedOneKeptFromItWhenThatIsTriedAgain() {
        // Given
        var story =
                overItems(FailurePolicy.STOP_BRANCH).fails("all[a]/run", "away").succeeds("all[b]/run");
        assertThat(story.stage("all[d]").status()).isEqualTo(StageStatus.SKIPPED);

        // When
        story.told(new Intervention.Retry("all[a]"));

        // Then
        assertThat(story.events()).contains("stage all[d] WAITING: tried again by bob: incident 17");
        assertThat(story.commands()).containsExactly("start all[a]/run/2", "start all[d]/run/1");
        story.succeeds("all[a]/run/2");
        assertThat(story.commands()).containsExactly("start all[c]/run/1");
        story.succeeds("all[c]/run", "all[d]/run");
        assertThat(story.events()).endsWith("stage all SUCCEEDED");
    }

    @Test
    void shouldBeginTheItemsThatAFailedOneKeptFromItWhenItIsOpenedAgain() {
        // Given
        var story = overItems(FailurePolicy.FAIL)
                .fails("all[a]/run", "away")
                .succeeds("all[b]/run")
                .isCancelled("other/ask");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.FAILED);

        // When
        story.told(new Intervention.Retry("all[a]"));

        // Then
        assertThat(story.events()).contains("stage all[d] WAITING: tried again by bob: incident 17");
        story.started();
        assertThat(story.commands()).containsExactly("start all[a]/run/2", "start all[d]/run/1", "ask other/ask/2");
        story.succeeds("all[a]/run/2", "all[c]/run", "all[d]/run", "other/ask/2");
        assertThat(story.events()).endsWith("finished SUCCEEDED");
    }

    @Test
    void shouldNotBeginAnItemThatAPersonSkippedWhenAFailedOneIsTriedAgain() {
        // Given
        var story = overItems(FailurePolicy.STOP_BRANCH)
                .told(new Intervention.Skip("all[d]"))
                .fails("all[a]/run", "away")
                .succeeds("all[b]/run");

        // When
        story.told(new Intervention.Retry("all[a]"));

        // Then
        assertThat(story.commands()).containsExactly("start all[a]/run/2");
        assertThat(story.stage("all[d]").status()).isEqualTo(StageStatus.SKIPPED);
    }

    @Test
    void shouldKeepWhatTheOtherItemsDidWhenAFailedOneIsTriedAgain() {
        // Given
        var story = overItems(FailurePolicy.STOP_BRANCH, ALWAYS)
                .fails("all[a]/run", "away")
                .succeeds("all[b]/run", "all[c]/run", "all[d]/run");

        // When
        story.told(new Intervention.Retry("all[a]"));

        // Then
        assertThat(story.commands()).containsExactly("start all[a]/run/2");
        assertThat(story.stage("all[c]").status()).isEqualTo(StageStatus.SUCCEEDED);
        story.succeeds("all[a]/run/2");
        assertThat(story.commands()).isEmpty();
        assertThat(story.events()).endsWith("stage all SUCCEEDED");
    }

    @Test
    void shouldKeepWhatTheOtherItemsDidWhenItIsOpenedAgainForAFailedOne() {
        // Given
        var story = overItems(FailurePolicy.FAIL, ALWAYS)
                .fails("all[a]/run", "away")
                .succeeds("all[b]/run", "all[c]/run", "all[d]/run")
                .isCancelled("other/ask");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.FAILED);

        // When
        story.told(new Intervention.Retry("all[a]"));

        // Then
        story.started();
        assertThat(story.commands()).containsExactly("start all[a]/run/2", "ask other/ask/2");
        story.succeeds("all[a]/run/2", "other/ask/2");
        assertThat(story.events()).endsWith("finished SUCCEEDED");
    }

    @Test
    void shouldKeepWhatLaterItemsDidWhenOneIsTriedAgainWhileAnotherIsUnderWay() {
        // Given
        var story = new Story(oneByOne(), ALWAYS)
                .started()
                .fails("all[a]/run", "away")
                .fails("all[b]/run", "away")
                .succeeds("all[c]/run", "all[d]/run")
                .told(new Intervention.Retry("all[a]"));
        assertThat(story.commands()).containsExactly("start all[a]/run/2");

        // When
        story.told(new Intervention.Retry("all[b]"));

        // Then
        assertThat(story.stage("all[c]").status()).isEqualTo(StageStatus.SUCCEEDED);
        story.succeeds("all[a]/run/2");
        assertThat(story.commands()).containsExactly("start all[b]/run/2");
        story.succeeds("all[b]/run/2");
        assertThat(story.commands()).isEmpty();
        assertThat(story.events()).endsWith("stage all SUCCEEDED");
    }

    @Test
    void shouldKeepToMaxParallelWhenItemsAreTriedAgainWhileOneBetweenThemIsOver() {
        // Given
        var story = new Story(oneByOne(), ALWAYS)
                .started()
                .fails("all[a]/run", "away")
                .succeeds("all[b]/run")
                .fails("all[c]/run", "away")
                .succeeds("all[d]/run")
                .told(new Intervention.Retry("all[a]"));
        assertThat(story.commands()).containsExactly("start all[a]/run/2");

        // When
        story.told(new Intervention.Retry("all[c]"));

        // Then
        assertThat(story.commands()).isEmpty();
        story.succeeds("all[a]/run/2");
        assertThat(story.commands()).containsExactly("start all[c]/run/2");
        story.succeeds("all[c]/run/2");
        assertThat(story.events()).endsWith("stage all SUCCEEDED");
    }

    /// Four items, one at a time, and a question beside them.
    private static Plan oneByOne() {
        var join = new DeferredWork.Join("all", List.of("all[a]", "all[b]", "all[c]", "all[d]"));
        return Plans.of(
                item("all[a]"),
                item("all[b]", "all[a]"),
                item("all[c]", "all[b]"),
                item("all[d]", "all[c]"),
                stage("all", step("join", deferred(join)))
                        .needing(join.stages().toArray(String[]::new))
                        .onFailure(FailurePolicy.STOP_BRANCH)
                        .done(),
                judgement("other").done());
    }

    @Test
    void shouldBeginAllItemsAgainWhenWhatTheyNeedIsRestarted() {
        // Given
        var join = new DeferredWork.Join("all", List.of("all[a]", "all[b]"));
        var story = Story.begun(Plans.of(
                        job("first").done(),
                        job("all[a]")
                                .needing("first")
                                .onFailure(FailurePolicy.CONTINUE)
                                .done(),
                        job("all[b]")
                                .needing("first", "all[a]")
                                .onFailure(FailurePolicy.CONTINUE)
                                .done(),
                        stage("all", step("join", deferred(join)))
                                .needing("all[a]", "all[b]")
                                .done(),
                        judgement("other").done()))
                .succeeds("first/run", "all[a]/run", "all[b]/run");

        // When
        story.told(new Intervention.Restart("first")).succeeds("first/run/2", "all[a]/run/2");

        // Then
        assertThat(story.commands()).containsExactly("start all[b]/run/2");
    }

    private static final Conditions ALWAYS = (when, ofPlan, stages) -> new ConditionResult.Met();

    private static Story overItems(FailurePolicy policy) {
        return overItems(
                policy,
                (when, ofPlan, stages) ->
                        stages.values().stream().anyMatch(stage -> stage.status() == StageStatus.FAILED_CONTINUED)
                                ? new ConditionResult.NotMet()
                                : new ConditionResult.Met());
    }

    /// Four items, two at a time, of which no further one begins when its condition is not met; beside them a question.
    private static Story overItems(FailurePolicy policy, Conditions conditions) {
        var join = new DeferredWork.Join("all", List.of("all[a]", "all[b]", "all[c]", "all[d]"));
        var plan = Plans.of(
                item("all[a]"),
                item("all[b]"),
                item("all[c]", "all[a]"),
                item("all[d]", "all[b]"),
                stage("all", step("join", deferred(join)))
                        .needing(join.stages().toArray(String[]::new))
                        .onFailure(policy)
                        .done(),
                judgement("other").done());
        return new Story(plan, conditions).started();
    }

    private static PlannedStage item(String id, String... before) {
        return job(id).needing(before)
                .when("none failed")
                .onFailure(FailurePolicy.CONTINUE)
                .done();
    }

    private static StepAction deferred(DeferredWork work) {
        return new StepAction.Deferred(work, Map.of(), Map.of());
    }

    @Test
    void shouldTakeBackWhatARestartedStageAndThoseThatNeedItHadBegun() {
        // Given
        var story = Story.begun(Plans.of(
                        undoableDeploy("one").done(),
                        undoableDeploy("two").needing("one").done(),
                        judgement("other").done()))
                .succeeds("one/apply", "two/apply");

        // When
        story.told(new Intervention.Restart("one"));

        // Then
        assertThat(story.commands()).containsExactly("start two/compensate-undo-apply/1");
        story.succeeds("two/compensate-undo-apply");
        assertThat(story.commands()).containsExactly("start one/compensate-undo-apply/1");
        story.succeeds("one/compensate-undo-apply");
        assertThat(story.commands()).containsExactly("start one/apply/2");
    }

    @Test
    void shouldRefuseToRestartUnderAStageThatRuns() {
        // Given
        var story = Story.begun(Plans.of(
                        deploy("one").done(), deploy("two").needing("one").done()))
                .succeeds("one/apply");

        // When
        story.told(new Intervention.Restart("one"));

        // Then
        assertThat(story.events())
                .containsExactly("stage two, which needs it, is under way; allowed: [cancel, pause, skip two]");
    }

    @Test
    void shouldRefuseToRestartUnderAStageThatIsTakenBackWithAnother() {
        // Given
        var story = Story.begun(Plans.of(
                        undoableDeploy("one").done(),
                        undoableDeploy("two").done(),
                        undoableDeploy("three").needing("one", "two").done(),
                        judgement("other").done()))
                .succeeds("one/apply", "two/apply", "three/apply")
                .told(new Intervention.Restart("one"));
        assertThat(story.commands()).containsExactly("start three/compensate-undo-apply/1");

        // When
        story.told(new Intervention.Restart("two"));

        // Then
        assertThat(story.events())
                .singleElement()
                .asString()
                .startsWith("stage three, which needs it, is under way; allowed: ");
        story.succeeds("three/compensate-undo-apply").told(new Intervention.Restart("two"));
        assertThat(story.commands()).containsExactly("start two/compensate-undo-apply/1");
    }

    /// As plans of an earlier version have it: the item's condition asks whether another one failed.
    @Test
    void shouldRefuseToTryAnItemAgainOnWhosePlaceOneWaitsThatRuns() {
        // Given
        var join = new DeferredWork.Join("all", List.of("all[a]", "all[b]", "all[c]"));
        var story = new Story(
                        Plans.of(
                                undoableDeploy("all[a]")
                                        .onFailure(FailurePolicy.CONTINUE)
                                        .done(),
                                undoableDeploy("all[b]").when("none failed").done(),
                                undoableDeploy("all[c]").needing("all[b]").done(),
                                stage("all", step("join", deferred(join)))
                                        .needing(join.stages().toArray(String[]::new))
                                        .done()),
                        (when, plan, stages) -> new ConditionResult.NotMet())
                .started()
                .fails("all[a]/apply", "quota")
                .succeeds("all[a]/compensate-undo-apply");

        // When
        story.told(new Intervention.Retry("all[a]"));

        // Then
        assertThat(story.events())
                .singleElement()
                .asString()
                .startsWith("stage all[c], which begins again with it, is under way; allowed: ");
    }

    @Test
    void shouldTakeBackASkippedStageThatRunsAndThenGoOn() {
        // Given
        var story = Story.begun(Plans.of(
                        canary("one", 10).done(), deploy("two").needing("one").done()))
                .succeeds("one/start-baseline", "one/start-canary");

        // When
        story.told(new Intervention.Skip("one"));

        // Then
        assertThat(story.commands()).containsExactly("cancel one/shift-10/1");
        story.isCancelled("one/shift-10");
        story.succeeds("one/compensate-restore-traffic", "one/compensate-remove-variants");
        assertThat(story.events()).contains("stage one SKIPPED: skipped by bob: incident 17");
        assertThat(story.commands()).containsExactly("start two/apply/1");
    }

    @Test
    void shouldGoOnWithoutAStageThatWasSkippedBeforeItsTurn() {
        // Given
        var story = Story.begun(Plans.of(
                        deploy("one").done(),
                        job("two").needing("one").done(),
                        deploy("three").needing("two").done()))
                .told(new Intervention.Skip("two"));
        assertThat(story.events())
                .containsExactly("skip two by bob: incident 17", "stage two WAITING: skipped by bob: incident 17");
        assertThat(story.commands()).isEmpty();

        // When
        story.succeeds("one/apply");

        // Then
        assertThat(story.events()).contains("stage two SKIPPED: skipped by bob: incident 17");
        assertThat(story.commands()).containsExactly("start three/apply/1");
    }

    @Test
    void shouldKeepASkipBeforeItsTurnWhenAStageThatItNeedsIsRestarted() {
        // Given
        var story = Story.begun(Plans.of(
                        deploy("one").done(),
                        judgement("other").done(),
                        job("two").needing("one", "other").done(),
                        deploy("three").needing("two").done()))
                .succeeds("one/apply")
                .told(new Intervention.Skip("two"));

        // When
        story.told(new Intervention.Restart("one")).succeeds("one/apply/2", "other/ask");

        // Then
        assertThat(story.events()).contains("stage two SKIPPED: skipped by bob: incident 17");
        assertThat(story.commands()).containsExactly("start three/apply/1");
    }

    @Test
    void shouldGoOnAfterAFailureThatIsIgnored() {
        // Given
        var story = Story.begun(Plans.of(
                        job("one").onFailure(FailurePolicy.STOP_BRANCH_AND_FAIL).done(),
                        deploy("two").needing("one").done(),
                        judgement("other").done()))
                .fails("one/run", "flaky");

        // When
        story.told(new Intervention.Ignore("one"));

        // Then
        assertThat(story.commands()).containsExactly("start two/apply/1");
        story.succeeds("two/apply", "other/ask");
        assertThat(story.events())
                .endsWith("finished SUCCEEDED: in spite of: stage one failed: ignored by bob: incident 17");
    }

    @Test
    void shouldGoOnWhereItFailedWhenItIsOpenedAgain() {
        // Given
        var story = Story.begun(Plans.of(
                        deploy("one").done(),
                        deploy("two").needing("one").done(),
                        deploy("three").needing("two").done()))
                .succeeds("one/apply")
                .fails("two/apply", "quota");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.FAILED);

        // When
        story.told(new Intervention.Retry("two"));

        // Then
        assertThat(story.events())
                .containsExactly(
                        "retry two by bob: incident 17",
                        "stage two WAITING: tried again by bob: incident 17",
                        "stage three WAITING: tried again by bob: incident 17");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.QUEUED);
        story.started();
        assertThat(story.commands()).containsExactly("start two/apply/2");
        story.succeeds("two/apply/2", "three/apply");
        assertThat(story.events()).endsWith("finished SUCCEEDED");
    }

    @Test
    void shouldBeginAgainWhatWasTakenBackWhenItIsOpenedAgain() {
        // Given
        var story = Story.begun(Plans.of(
                        undoableDeploy("one").done(),
                        deploy("beside").done(),
                        deploy("two").needing("one").done()))
                .succeeds("one/apply", "beside/apply")
                .fails("two/apply", "quota")
                .succeeds("one/compensate-undo-apply");

        // When
        story.told(new Intervention.Retry("two")).started();

        // Then
        assertThat(story.commands()).containsExactly("start one/apply/2");
        assertThat(story.stage("beside").status()).isEqualTo(StageStatus.SUCCEEDED);
        story.succeeds("one/apply/2");
        assertThat(story.commands()).containsExactly("start two/apply/2");
    }

    @Test
    void shouldBeginAgainWhatTheEndHadStoppedWhenItIsOpenedAgain() {
        // Given
        var story = Story.begun(Plans.of(
                        deploy("one").done(),
                        job("beside").done(),
                        deploy("join").needing("one", "beside").done()))
                .fails("one/apply", "quota")
                .isCancelled("beside/run");

        // When
        story.told(new Intervention.Retry("one")).started();

        // Then
        assertThat(story.commands()).containsExactly("start one/apply/2", "start beside/run/2");
    }

    @Test
    void shouldGoOnPastAnIgnoredFailureWhenItIsOpenedAgain() {
        // Given
        var story = Story.begun(Plans.of(
                        deploy("one").done(),
                        job("two").needing("one").done(),
                        deploy("three").needing("two").done()))
                .succeeds("one/apply")
                .fails("two/run", "flaky");

        // When
        story.told(new Intervention.Ignore("two"));

        // Then
        assertThat(story.events())
                .containsExactly(
                        "ignore two by bob: incident 17",
                        "stage two FAILED_CONTINUED: ignored by bob: incident 17",
                        "stage three WAITING: opened again by bob: incident 17");
        story.started();
        assertThat(story.commands()).containsExactly("start three/apply/1");
    }

    @Test
    void shouldRefuseToIgnoreAFailureOnTopOfWhatWasTakenBack() {
        // Given
        var story = Story.begun(Plans.of(
                        undoableDeploy("one").done(), job("two").needing("one").done()))
                .succeeds("one/apply")
                .fails("two/run", "flaky")
                .succeeds("one/compensate-undo-apply");

        // When
        story.told(new Intervention.Ignore("two"));

        // Then
        assertThat(story.events())
                .containsExactly("stage one, which it needs, was taken back and begins again; allowed: "
                        + "[restart one, retry two, restart two]");
    }

    @Test
    void shouldRefuseToOpenAgainWithoutAPlace() {
        // Given
        var story = Story.begun(Plans.of(deploy("one").done())).fails("one/apply", "quota");

        // When
        story.told(new Intervention.Retry("one"), "no free place: 1 of 1 executions run");

        // Then
        assertThat(story.events())
                .containsExactly("no free place: 1 of 1 executions run; allowed: [retry one, ignore one, restart one]");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    void shouldSayWhatIsAllowedWhenTheStageIsUnknown() {
        // Given
        var story = Story.begun(Plans.of(deploy("one").done()));

        // When
        story.told(new Intervention.Retry("two"));

        // Then
        assertThat(story.events()).containsExactly("there is no stage two; allowed: [cancel, pause, skip one]");
    }

    @Test
    void shouldKeepWhereItStoodWhenOpenedAgainAndCancelledBeforeItsPlace() {
        // Given
        var story = Story.begun(Plans.of(
                        deploy("one").done(), deploy("two").needing("one").done()))
                .succeeds("one/apply")
                .fails("two/apply", "quota")
                .told(new Intervention.Retry("two"))
                .cancelled();
        assertThat(story.events()).contains("stage two CANCELLED: cancelled by bob: wrong version");

        // When
        story.told(new Intervention.Restart("two")).started();

        // Then
        assertThat(story.commands()).containsExactly("start two/apply/2");
    }

    @Test
    void shouldKeepASkipWhenWhatTheStageNeedsFailsFirstAndIsTriedAgain() {
        // Given
        var story = skippedAndBlocked();

        // When
        story.told(new Intervention.Retry("one"));

        // Then
        assertThat(story.events()).contains("stage two WAITING: skipped by bob: incident 17");
        story.succeeds("one/apply/2");
        assertThat(story.events()).contains("stage two SKIPPED: skipped by bob: incident 17");
        assertThat(story.commands()).containsExactly("start three/apply/1");
    }

    @Test
    void shouldKeepASkipWhenWhatTheStageNeedsFailsFirstAndIsIgnored() {
        // Given
        var story = skippedAndBlocked();

        // When
        story.told(new Intervention.Ignore("one"));

        // Then
        assertThat(story.events()).contains("stage two SKIPPED: skipped by bob: incident 17");
        assertThat(story.commands()).containsExactly("start three/apply/1");
    }

    @Test
    void shouldForgetASkipWhenTheExecutionHasEndedAndIsOpenedAgain() {
        // Given
        var story = skippedAndBlocked().isCancelled("other/ask");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.FAILED);

        // When
        story.told(new Intervention.Retry("other")).started();
        story.told(new Intervention.Retry("one")).succeeds("one/apply/2");

        // Then
        assertThat(story.commands()).containsExactly("start two/apply/1");
    }

    /// The second of three stages is skipped by a person before its turn, then the first fails.
    private static Story skippedAndBlocked() {
        return Story.begun(Plans.of(
                        deploy("one").onFailure(FailurePolicy.STOP_BRANCH).done(),
                        deploy("two").needing("one").done(),
                        deploy("three").needing("two").done(),
                        judgement("other").done()))
                .told(new Intervention.Skip("two"))
                .fails("one/apply", "away");
    }
}
