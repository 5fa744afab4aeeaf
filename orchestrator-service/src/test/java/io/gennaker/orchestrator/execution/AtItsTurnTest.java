package io.gennaker.orchestrator.execution;

import static io.gennaker.orchestrator.execution.Plans.job;
import static io.gennaker.orchestrator.execution.Plans.stage;
import static io.gennaker.orchestrator.execution.Plans.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.definition.HttpRequest;
import io.gennaker.pipeline.definition.NestedPipeline;
import io.gennaker.pipeline.definition.Webhook;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Steps that are evaluated when their turn comes.
class AtItsTurnTest {
    private static final String NESTED = "cart";

    private static PlannedStep deferred(String id, DeferredWork work) {
        return step(id, new StepAction.Deferred(work, Map.of("least", new Value.Whole(2)), Map.of()));
    }

    private static Plans.Stage nesting(boolean wait) {
        var nested = new NestedPipeline(NESTED, Map.of("code", "${{ stages.test.outputs.exitCode }}"), List.of(), wait);
        return stage("down", deferred("run", new DeferredWork.Nest(nested))).needing("test");
    }

    private static Report tested(String exitCode) {
        return new Report.Succeeded(Map.of("exitCode", exitCode));
    }

    private static ExecutionId nested() {
        return ExecutionId.of(NESTED, Story.operation("down/run").value());
    }

    @Test
    void shouldGiveOutputsToTheNextStageInOneDecision() {
        // Given
        var values = new DeferredWork.Evaluate(Map.of("more", "int(stages.test.outputs.exitCode) + variables.least"));
        var check = new DeferredWork.Check(List.of(new DeferredWork.Claim("stages.sum.outputs.more == '9'", "not 9")));
        var story = Story.begun(Plans.of(
                job("test").done(),
                stage("sum", deferred("evaluate", values)).needing("test").done(),
                stage("gate", deferred("check", check)).needing("sum").done()));

        // When
        story.reports("test/run", tested("7"));

        // Then
        assertThat(story.events())
                .endsWith(
                        "stage sum RUNNING",
                        "step sum/evaluate RUNNING",
                        "step sum/evaluate SUCCEEDED",
                        "stage sum SUCCEEDED",
                        "stage gate RUNNING",
                        "step gate/check RUNNING",
                        "step gate/check SUCCEEDED",
                        "stage gate SUCCEEDED",
                        "finished SUCCEEDED");
    }

    @Test
    void shouldFailWithTheReasonWhenAConditionIsFalse() {
        // Given
        var claim = new DeferredWork.Claim("int(stages.test.outputs.exitCode) == 0", "the test failed");
        var story = Story.begun(Plans.of(
                job("test").done(),
                stage("gate", deferred("check", new DeferredWork.Check(List.of(claim))))
                        .needing("test")
                        .done()));

        // When
        story.reports("test/run", tested("1"));

        // Then
        assertThat(story.events())
                .contains("stage gate FAILED: the test failed (int(stages.test.outputs.exitCode) == 0)")
                .endsWith(
                        "finished FAILED: stage gate failed: the test failed (int(stages.test.outputs.exitCode) == 0)");
    }

    @Test
    void shouldNotBeginWhatHasNoValue() {
        // Given
        var request = new HttpRequest("POST", "https://ci/${{ stages.test.outputs.build }}", Map.of(), Map.of(), null);
        var webhook = new Webhook(request, 1, List.of(), null, false, null, Map.of());
        var story = Story.begun(Plans.of(
                job("test").done(),
                stage("ticket", deferred("call", new DeferredWork.Call(webhook)))
                        .needing("test")
                        .done()));

        // When
        story.reports("test/run", tested("0"));

        // Then
        assertThat(story.commands()).isEmpty();
        assertThat(story.state().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(story.events())
                .anyMatch(event -> event.startsWith(
                        "stage ticket FAILED: url: expression 'stages.test.outputs.build' does not evaluate"));
    }

    @Test
    void shouldCallWithWhatEarlierStagesGaveAndEndEarlyWhenCancelled() {
        // Given
        var request =
                new HttpRequest("POST", "https://ci/${{ stages.test.outputs.exitCode }}", Map.of(), Map.of(), null);
        var webhook = new Webhook(request, 1, List.of(), null, false, null, Map.of());
        var story = Story.begun(Plans.of(
                job("test").done(),
                stage("ticket", deferred("call", new DeferredWork.Call(webhook)))
                        .needing("test")
                        .done()));

        // When
        story.reports("test/run", tested("3"));

        // Then
        assertThat(story.messages())
                .singleElement()
                .isInstanceOfSatisfying(
                        CalloutCommand.Start.class,
                        start -> assertThat(((CalloutTask.CallWebhook) start.task())
                                        .call()
                                        .url())
                                .isEqualTo("https://ci/3"));
        assertThat(story.cancelled().commands()).containsExactly("cancel ticket/call/1");
    }

    @Test
    void shouldWaitUntilTheInstant() {
        // Given
        var until = new DeferredWork.WaitUntil("2026-01-01T10:05:00Z", null, null);

        // When
        var story = Story.begun(Plans.of(stage("rest", deferred("wait", until)).done()));

        // Then
        assertThat(story.timers())
                .containsEntry(new Timer.WaitOver(Story.operation("rest/wait")), Duration.ofMinutes(5));
        assertThat(story.fires(new Timer.WaitOver(Story.operation("rest/wait"))).events())
                .endsWith("finished SUCCEEDED");
    }

    @Test
    void shouldRunAPipelineAndTakeItsOutputs() {
        // Given
        var story = Story.begun(Plans.of(job("test").done(), nesting(true).done()));

        // When
        story.reports("test/run", tested("4"));

        // Then
        assertThat(story.messages()).singleElement().isInstanceOfSatisfying(ExecutionCommand.Start.class, start -> {
            assertThat(start.executionId()).isEqualTo(nested());
            assertThat(start.parameters()).isEqualTo(Map.of("code", "4"));
            assertThat(start.trigger().kind()).isEqualTo("stage");
            assertThat(start.trigger().attributes()).containsEntry("chain", "shop");
        });
        story.reports("down/run", Reports.of(ended(ExecutionStatus.SUCCEEDED, Map.of("release.image", "x"))));
        assertThat(story.events()).endsWith("finished SUCCEEDED");
    }

    @Test
    void shouldFailWhenTheNestedPipelineFails() {
        // Given
        var story = Story.begun(Plans.of(
                        job("test").done(),
                        nesting(true).onFailure(FailurePolicy.STOP_BRANCH).done()))
                .reports("test/run", tested("4"));

        // When
        story.reports("down/run", Reports.of(ended(ExecutionStatus.CANCELLED, Map.of())));

        // Then
        assertThat(story.events()).contains("stage down FAILED: execution " + nested() + " was cancelled: no more");
    }

    @Test
    void shouldStopTheNestedPipelineWhenCancelled() {
        // Given
        var story =
                Story.begun(Plans.of(job("test").done(), nesting(true).done())).reports("test/run", tested("4"));

        // When
        story.cancelled();

        // Then
        assertThat(story.commands()).containsExactly("stop " + nested());
    }

    @Test
    void shouldGoOnAtOnceWhenNobodyWaitsForTheNestedPipeline() {
        // Given
        var story = Story.begun(Plans.of(job("test").done(), nesting(false).done()));

        // When
        story.reports("test/run", tested("4"));

        // Then
        assertThat(story.commands()).containsExactly("run " + nested());
        assertThat(story.events()).endsWith("stage down SUCCEEDED", "finished SUCCEEDED");
        assertThat(story.timers()).isEmpty();
    }

    @Test
    void shouldTakeBackWhatTheLastAttemptOfAnotherStageApplied() {
        // Given
        var takeBack = new StepAction.TakeBack("release", "apply", Plans.PRODUCTION, "shop");
        var story = Story.begun(Plans.of(
                Plans.undoableDeploy("release").done(),
                stage("back", step("take-back", takeBack)).needing("release").done(),
                job("test").needing("back").done()));

        // When
        story.succeeds("release/apply");

        // Then
        assertThat(story.messages())
                .singleElement()
                .isInstanceOfSatisfying(
                        DeploymentCommand.Start.class,
                        start -> assertThat(start.task())
                                .isEqualTo(new DeploymentTask.UndoApply(
                                        Plans.PRODUCTION, "shop", Story.operation("release/apply"))));
        assertThat(story.succeeds("back/take-back").fails("test/run", "broken").commands())
                .as("it is not taken back a second time")
                .isEmpty();
    }

    @Test
    void shouldFailWhenThereIsNothingToTakeBack() {
        // Given
        var takeBack = new StepAction.TakeBack("release", "apply", Plans.PRODUCTION, "shop");
        var plan = Plans.of(
                Plans.deploy("release").when("false").done(),
                stage("back", step("take-back", takeBack)).needing("release").done());

        // When
        var story = new Story(plan, (when, ofPlan, stages) -> new ConditionResult.NotMet()).started();

        // Then
        assertThat(story.events())
                .contains("stage back FAILED: there is nothing to take back: stage release was not begun");
    }

    private static ExecutionCommand.ReportNested ended(ExecutionStatus status, Map<String, String> outputs) {
        return new ExecutionCommand.ReportNested(
                Story.ID,
                new OperationId(Story.operation("down/run").value()),
                nested(),
                status,
                status == ExecutionStatus.SUCCEEDED ? null : "no more",
                outputs,
                Instant.EPOCH);
    }

    @Test
    void shouldRunPipelinesOfItsOwnApplicationOnly() {
        // Given
        var plan = Plans.of(job("release").done());
        var own = new TriggerInfo("stage", "x", "y", null, Map.of("application", plan.application()));
        var other = new TriggerInfo("stage", "x", "y", null, Map.of("application", "cart"));

        // Then
        assertThat(Nested.objection(own, plan)).isEmpty();
        assertThat(Nested.objection(plan.trigger(), plan)).isEmpty();
        assertThat(Nested.objection(other, plan))
                .contains("pipeline 'shop' is of application 'shop'; a stage may run those of its own, 'cart'");
    }

    @Test
    void shouldTellTheOuterExecutionWithTheOutputsOfItsStages() {
        // Given
        var trigger = new TriggerInfo(
                "stage", Story.ID.value(), Story.operation("down/run").value(), null, Map.of("chain", "shop"));
        var plain = Plans.of(job("release").done());
        var plan = new Plan(
                NESTED, NESTED, plain.definition(), trigger, Map.of(), List.of(), plain.timeout(), plain.stages());
        var stages = Map.<String, StageState>of(
                "release", new StageState.Ended(StageStatus.SUCCEEDED, null, Map.of("image", "x")));

        // When
        var told = Nested.report(nested(), new Ending(ExecutionStatus.SUCCEEDED, null), plan, stages, Instant.EPOCH);

        // Then
        assertThat(told)
                .contains(new ExecutionCommand.ReportNested(
                        Story.ID,
                        Story.operation("down/run"),
                        nested(),
                        ExecutionStatus.SUCCEEDED,
                        null,
                        Map.of("release.image", "x"),
                        Instant.EPOCH));
        assertThat(Nested.report(nested(), new Ending(ExecutionStatus.SUCCEEDED, null), plain, stages, Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void shouldNotTellTheOuterExecutionOfARerunOfTheNestedOne() {
        // Given
        var trigger = new TriggerInfo(
                "stage", Story.ID.value(), Story.operation("down/run").value(), null, Map.of("chain", "shop"));
        var plain = Plans.of(job("release").done());
        var plan = new Plan(
                NESTED, NESTED, plain.definition(), trigger, Map.of(), List.of(), plain.timeout(), plain.stages());
        var ending = new Ending(ExecutionStatus.SUCCEEDED, null);

        // When
        var told = Nested.report(new ExecutionId(nested() + "-again"), ending, plan, Map.of(), Instant.EPOCH);

        // Then
        assertThat(told).isEmpty();
    }
}
