package io.gennaker.orchestrator.execution;

import static io.gennaker.orchestrator.execution.Plans.deploy;
import static io.gennaker.orchestrator.execution.Plans.job;
import static io.gennaker.orchestrator.execution.Plans.judgement;
import static io.gennaker.orchestrator.execution.Plans.pause;
import static io.gennaker.orchestrator.execution.Plans.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.StageResult;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The way forward: order of stages and steps, conditions, outputs.
class StagesTest {

    @Test
    void shouldBeginStagesWithoutNeedsAtOnceWhenStarted() {
        // Given
        var story = new Story(Plans.of(
                deploy("one").done(),
                deploy("two").done(),
                deploy("both").needing("one", "two").done()));

        // When
        story.started();

        // Then
        assertThat(story.commands()).containsExactly("start one/apply/1", "start two/apply/1");
        assertThat(story.events())
                .containsExactly(
                        "started",
                        "stage one RUNNING",
                        "step one/apply RUNNING",
                        "stage two RUNNING",
                        "step two/apply RUNNING");
        assertThat(story.timers()).containsEntry(new Timer.ExecutionTimeout(), Duration.ofHours(2));
    }

    @Test
    void shouldWaitForAllNeedsWhenOneIsDone() {
        // Given
        var story = Story.begun(Plans.of(
                deploy("one").done(),
                deploy("two").done(),
                deploy("both").needing("one", "two").done()));

        // When
        story.succeeds("one/apply");

        // Then
        assertThat(story.commands()).isEmpty();
        assertThat(story.stage("both")).isEqualTo(new StageState.Waiting());
    }

    @Test
    void shouldBeginDependantWhenAllNeedsAreDone() {
        // Given
        var story = Story.begun(Plans.of(
                        deploy("one").done(),
                        deploy("two").done(),
                        deploy("both").needing("one", "two").done()))
                .succeeds("one/apply");

        // When
        story.succeeds("two/apply");

        // Then
        assertThat(story.commands()).containsExactly("start both/apply/1");
    }

    @Test
    void shouldRunStepsInOrderAndEndSucceededWhenAllSucceed() {
        // Given
        var story = Story.begun(Plans.of(Plans.canary("canary", 10).done()))
                .succeeds(
                        "canary/start-baseline",
                        "canary/start-canary",
                        "canary/shift-10",
                        "canary/confirm-10",
                        "canary/analyse-10",
                        "canary/approve",
                        "canary/promote",
                        "canary/return-traffic",
                        "canary/confirm-release");

        // When
        story.succeeds("canary/remove-variants");

        // Then
        assertThat(story.events())
                .containsExactly(
                        "step canary/remove-variants SUCCEEDED", "stage canary SUCCEEDED", "finished SUCCEEDED");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(story.effects()).endsWith(new Effect.ReleaseSlot());
    }

    @Test
    void shouldGiveTheStepsTimeoutAsDeadlineWhenAStepBegins() {
        // Given
        var story = new Story(Plans.of(deploy("one").done()));

        // When
        story.started();

        // Then
        var start = (DeploymentCommand.Start) story.messages().getFirst();
        assertThat(start.deadline()).isEqualTo(story.now().plus(Plans.TIMEOUT));
        assertThat(story.timers())
                .containsEntry(
                        new Timer.OperationTimeout(Story.operation("one/apply")), Plans.TIMEOUT.plus(Turn.GRACE));
    }

    @Test
    void shouldSkipAndLetDependantsRunWhenConditionIsFalse() {
        // Given
        var story = new Story(
                Plans.of(
                        job("schema").when("false").done(),
                        deploy("replica").needing("schema").done()),
                (expression, plan, stages) -> new ConditionResult.NotMet());

        // When
        story.started();

        // Then
        assertThat(story.events()).contains("stage schema SKIPPED: condition is false: false", "stage replica RUNNING");
    }

    @Test
    void shouldFailWithTheReasonWhenConditionDoesNotEvaluate() {
        // Given
        var story = new Story(
                Plans.of(job("schema").when("no.such").done()),
                (expression, plan, stages) -> new ConditionResult.Failed("undeclared reference 'no'"));

        // When
        story.started();

        // Then
        assertThat(story.events()).contains("stage schema FAILED: condition: undeclared reference 'no'");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    void shouldShowStatusAndOutputsOfEarlierStagesToAConditionWhenItsTurnComes() {
        // Given
        var seen = new HashMap<String, StageResult>();
        var story = new Story(
                        Plans.of(
                                job("schema").done(),
                                deploy("replica").needing("schema").when("x").done()),
                        (expression, plan, stages) -> {
                            seen.putAll(stages);
                            return new ConditionResult.Met();
                        })
                .started()
                .reports("schema/run", new Report.Noted(Map.of("exitCode", "0")));

        // When
        story.reports("schema/run", new Report.Succeeded(Map.of("job", "schema-1")));

        // Then
        assertThat(seen)
                .containsEntry(
                        "schema", new StageResult(StageStatus.SUCCEEDED, Map.of("exitCode", "0", "job", "schema-1")));
        assertThat(story.commands()).containsExactly("start replica/apply/1");
    }

    @Test
    void shouldFailAtItsTurnWhenAStageHasAProblem() {
        // Given
        var story = Story.begun(Plans.of(
                deploy("one").done(),
                deploy("two")
                        .needing("one")
                        .withProblem("${{ 1/0 }}: divide by zero")
                        .done()));

        // When
        story.succeeds("one/apply");

        // Then
        assertThat(story.events()).contains("stage two FAILED: ${{ 1/0 }}: divide by zero");
        assertThat(story.commands()).isEmpty();
    }

    @Test
    void shouldNotMindAProblemWhenTheStageIsSkipped() {
        // Given
        var story = new Story(
                Plans.of(deploy("one")
                        .when("false")
                        .withProblem("no such variable")
                        .done()),
                (expression, plan, stages) -> new ConditionResult.NotMet());

        // When
        story.started();

        // Then
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void shouldSucceedAtOnceWhenThereIsNothingToDo() {
        // Given
        var story = new Story(Plans.of(stage("empty").done()));

        // When
        story.started();

        // Then
        assertThat(story.events())
                .containsExactly("started", "stage empty RUNNING", "stage empty SUCCEEDED", "finished SUCCEEDED");
    }

    @Test
    void shouldWaitWithoutAnyServiceWhenTheStepIsAWait() {
        // Given
        var story = Story.begun(Plans.of(pause("pause", Duration.ofSeconds(10)).done()));
        var over = new Timer.WaitOver(Story.operation("pause/wait"));

        // When
        story.fires(over);

        // Then
        assertThat(story.events()).contains("step pause/wait SUCCEEDED", "finished SUCCEEDED");
    }

    @Test
    void shouldPauseWhileAPersonIsAsked() {
        // Given
        var story = new Story(Plans.of(judgement("approve").done()));

        // When
        story.started();

        // Then
        assertThat(story.events()).endsWith("stage approve PAUSED: waits for a decision: ask");
        var open = (JudgementCommand.Open) story.messages().getFirst();
        assertThat(open.pipeline()).isEqualTo("shop");
        assertThat(open.requester()).isEqualTo("ann");
    }

    @ParameterizedTest
    @CsvSource({"false, eve dana fay gus", "true, "})
    void shouldBarFromTheQuestionWhoPushedAndWhoStartedTheOneBefore(
            boolean requesterMayDecide, @Nullable String barred) {
        // Given
        var plain = Plans.of(judgement("approve").done());
        var trigger = new TriggerInfo(
                "github", "hub", "1", "ann", Map.of("user", "eve", "startedBy", "dana", "startedByOthers", "fay\ngus"));
        var spec =
                ((StepAction.Ask) plain.stages().getFirst().steps().getFirst().action()).spec();
        var asked = new JudgementSpec(
                spec.title(),
                spec.instructions(),
                spec.users(),
                spec.roles(),
                spec.quorum(),
                requesterMayDecide,
                spec.expiresAfter(),
                spec.onExpiry(),
                spec.links());
        var plan = new Plan(
                "shop", "shop", plain.definition(), trigger, Map.of(), List.of(), plain.timeout(), plain.stages());

        // When
        var message = Commands.start(
                Story.ID,
                plan,
                new StepAction.Ask(asked),
                Story.operation("approve/approve"),
                Story.operation("approve/approve"),
                Instant.EPOCH,
                Instant.EPOCH);

        // Then
        var open = (JudgementCommand.Open) message.orElseThrow();
        assertThat(open.requester()).isEqualTo("ann");
        assertThat(open.spec().barredOrNone()).isEqualTo(barred == null ? List.of() : List.of(barred.split(" ")));
    }

    @Test
    void shouldTellANestedExecutionWhoPushedAndWhoStartedTheOneBefore() {
        // Given
        var plain = Plans.of(judgement("approve").done());
        var trigger = new TriggerInfo(
                "pipeline",
                "pipeline:build",
                "1",
                null,
                Map.of("user", "eve", "startedBy", "dana", "startedByOthers", "fay"));
        var plan = new Plan(
                "shop", "shop", plain.definition(), trigger, Map.of(), List.of(), plain.timeout(), plain.stages());

        // When
        var message = Commands.start(
                Story.ID,
                plan,
                new StepAction.RunPipeline("shop-check", Map.of(), List.of(), "shop", false),
                Story.operation("check/run"),
                Story.operation("check/run"),
                Instant.EPOCH,
                Instant.EPOCH);

        // Then
        var nested = (ExecutionCommand.Start) message.orElseThrow();
        assertThat(nested.trigger().attributes())
                .containsEntry("user", "eve")
                .containsEntry("startedBy", "dana")
                .containsEntry("startedByOthers", "fay");
    }

    @Test
    void shouldRunOnWhenThePersonHasDecided() {
        // Given
        var story = Story.begun(Plans.of(Plans.canary("canary", 10).done()))
                .succeeds(
                        "canary/start-baseline",
                        "canary/start-canary",
                        "canary/shift-10",
                        "canary/confirm-10",
                        "canary/analyse-10");

        // When
        story.reports("canary/approve", new Report.Succeeded(Map.of("decidedBy", "eve")));

        // Then
        assertThat(story.events())
                .containsExactly(
                        "step canary/approve SUCCEEDED", "step canary/promote RUNNING", "stage canary RUNNING");
        assertThat(story.stage("canary").outputs()).containsEntry("decidedBy", "eve");
    }

    @Test
    void shouldKeepOutputsBoundedWhenAServiceSendsTooMuch() {
        // Given
        var story = Story.begun(Plans.of(job("one").done(), deploy("two").done()));
        var many = new HashMap<String, String>();
        for (int i = 0; i < 500; i++) {
            many.put("output-%03d".formatted(i), "x".repeat(5_000));
        }

        // When
        story.reports("one/run", new Report.Succeeded(many));

        // Then
        var outputs = story.stage("one").outputs();
        assertThat(outputs).hasSize(Bounded.MOST_OUTPUTS).containsKey("output-000");
        assertThat(outputs.values()).allSatisfy(value -> assertThat(value).hasSize(Bounded.LONGEST_OUTPUT));
    }

    @Test
    void shouldIgnoreAReportWhenItIsNotOfTheCurrentOperation() {
        // Given
        var story = Story.begun(Plans.of(Plans.canary("canary", 10).done())).succeeds("canary/start-baseline");

        // When
        story.fails("canary/start-baseline", "late");

        // Then
        assertThat(story.ignored()).isTrue();
    }

    @Test
    void shouldGoOnWhenAFailureIsContinued() {
        // Given
        var story = Story.begun(Plans.of(
                job("lint").onFailure(FailurePolicy.CONTINUE).done(),
                deploy("next").needing("lint").done()));

        // When
        story.fails("lint/run", "exit code 1");

        // Then
        assertThat(story.events()).contains("stage lint FAILED_CONTINUED: exit code 1", "stage next RUNNING");
    }

    @Test
    void shouldSkipAllThatNeedItButNoOthersWhenABranchStops() {
        // Given
        var story = Story.begun(Plans.of(
                job("one").onFailure(FailurePolicy.STOP_BRANCH).done(),
                job("after").needing("one").done(),
                job("last").needing("after").done(),
                job("other").done()));

        // When
        story.fails("one/run", "exit code 1");

        // Then
        assertThat(story.events())
                .containsExactly(
                        "step one/run FAILED: exit code 1",
                        "stage one FAILED: exit code 1",
                        "stage after SKIPPED: needs stage one, which failed",
                        "stage last SKIPPED: needs stage after, which was skipped");
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void shouldSucceedInSpiteOfItWhenABranchStoppedAndTheOthersSucceed() {
        // Given
        var story = Story.begun(Plans.of(
                        job("one").onFailure(FailurePolicy.STOP_BRANCH).done(),
                        job("other").done()))
                .fails("one/run", "exit code 1");

        // When
        story.succeeds("other/run");

        // Then
        assertThat(story.events()).endsWith("finished SUCCEEDED: in spite of: stage one failed: exit code 1");
    }

    @Test
    void shouldFailOnlyAtTheEndWhenThePolicySaysSo() {
        // Given
        var story = Story.begun(Plans.of(
                        Plans.undoableDeploy("one").done(),
                        job("two").onFailure(FailurePolicy.STOP_BRANCH_AND_FAIL).done()))
                .fails("two/run", "exit code 1");

        // When
        story.succeeds("one/apply");

        // Then
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.COMPENSATING);
        assertThat(story.commands()).containsExactly("start one/compensate-undo-apply/1");
    }
}
