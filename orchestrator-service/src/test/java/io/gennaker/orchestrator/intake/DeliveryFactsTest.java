package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CdOutcome;
import io.gennaker.contracts.DeliveryFact;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImagePurl;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.orchestrator.execution.Ending;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Plans;
import io.gennaker.orchestrator.execution.Rollback;
import io.gennaker.orchestrator.execution.StageState;
import io.gennaker.orchestrator.execution.StepState;
import io.gennaker.orchestrator.execution.Undo;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryFactsTest {
    private static final ExecutionId ID = new ExecutionId("shop-1");
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final OperationId OPERATION = OperationId.of(ID, "any", "step", 1);
    private static final Plan PLAN = Plans.ofArtifacts(
            Plans.undoableDeploy("replica").done(),
            Plans.canary("production", 10).needing("replica").done(),
            Plans.job("migrate").done());
    private static final ExecutionState QUEUED = new ExecutionState.Queued(ID);

    private final DeliveryFacts facts = new DeliveryFacts("https://console.example");

    @Test
    void shouldTellWhereToLookWhenAnExecutionStarts() {
        // When
        var told = facts.of(QUEUED, List.of(new ExecutionEvent.Started(ID, "shop", AT)), PLAN);

        // Then
        var started = (DeliveryFact.PipelineRunStarted) told.getFirst();
        assertThat(started.subject().content().pipelineName()).isEqualTo("shop");
        assertThat(started.subject().content().url()).isEqualTo("https://console.example/api/executions/shop-1");
        assertThat(started.context().timestamp()).isEqualTo(AT);
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED,SUCCESS,", "FAILED,FAILURE,why", "CANCELLED,ERROR,why", "TIMED_OUT,ERROR,why"})
    void shouldTellHowAnExecutionEnded(ExecutionStatus status, CdOutcome outcome, @Nullable String errors) {
        // When
        var told = facts.of(QUEUED, List.of(new ExecutionEvent.Finished(ID, "shop", status, "why", AT)), PLAN);

        // Then
        var content =
                ((DeliveryFact.PipelineRunFinished) told.getFirst()).subject().content();
        assertThat(content.outcome()).isEqualTo(outcome);
        assertThat(content.errors()).isEqualTo(errors);
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED,SUCCESS,",
        "FAILED,FAILURE,why",
        "FAILED_CONTINUED,FAILURE,why",
        "CANCELLED,ERROR,why",
        "TIMED_OUT,ERROR,why"
    })
    void shouldTellHowAStageEnded(StageStatus status, CdOutcome outcome, @Nullable String errors) {
        // When
        var told = facts.of(running(), List.of(stage(status)), PLAN);

        // Then
        var content = ((DeliveryFact.TaskRunFinished) told.getFirst()).subject().content();
        assertThat(told).hasSize(1);
        assertThat(content.taskName()).isEqualTo("production");
        assertThat(content.pipelineRun().id()).isEqualTo("shop-1");
        assertThat(content.outcome()).isEqualTo(outcome);
        assertThat(content.errors()).isEqualTo(errors);
    }

    @Test
    void shouldTellOfTheBeginningOnceWhenAStagePausesAndGoesOn() {
        // Given
        var begins = List.<ExecutionEvent>of(stage(StageStatus.RUNNING), stage(StageStatus.PAUSED));
        var goesOn = List.<ExecutionEvent>of(stage(StageStatus.RUNNING));

        // When
        var first = facts.of(QUEUED, begins, PLAN);
        var second = facts.of(running(), goesOn, PLAN);

        // Then
        assertThat(first).singleElement().isInstanceOf(DeliveryFact.TaskRunStarted.class);
        assertThat(second).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "PAUSED", "SKIPPED", "CANCELLED"})
    void shouldKeepSilentAboutAStageThatNeverBegan(StageStatus status) {
        // When
        var told = facts.of(QUEUED, List.of(stage(status)), PLAN);

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void shouldTellOfTheArtifactThatTheManifestsHoldWhenAStageDeployed() {
        // When
        var told = facts.of(running(), List.of(step("replica", "apply", false, StepStatus.SUCCEEDED)), PLAN);

        // Then
        var deployed = (DeliveryFact.ServiceDeployed) told.getFirst();
        assertThat(told).hasSize(1);
        assertThat(deployed.subject().id()).isEqualTo("shop/shop");
        assertThat(deployed.subject().content().artifactId()).isEqualTo(ImagePurl.of(Plans.IMAGE));
        assertThat(deployed.subject().content().environment().id()).isEqualTo("production/shop");
        assertThat(deployed.customData()).isEqualTo(new DeliveryFact.Origin(ID, "shop", "replica", "apply"));
        assertThat(deployed.key()).isEqualTo("shop-1");
    }

    @Test
    void shouldTellOfAnUpgradeWhenACanaryIsPromoted() {
        // When
        var told = facts.of(running(), List.of(step("production", "promote", false, StepStatus.SUCCEEDED)), PLAN);

        // Then
        assertThat(told).singleElement().isInstanceOf(DeliveryFact.ServiceUpgraded.class);
    }

    @ParameterizedTest
    @CsvSource({
        "replica,apply,RUNNING",
        "replica,apply,FAILED",
        "replica,apply,CANCELLED",
        "production,start-canary,SUCCEEDED",
        "production,shift-10,SUCCEEDED",
        "production,return-traffic,SUCCEEDED",
        "migrate,run,SUCCEEDED"
    })
    void shouldKeepSilentAboutStepsThatDeployNoRelease(String stage, String step, StepStatus status) {
        // When
        var told = facts.of(running(), List.of(step(stage, step, false, status)), PLAN);

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void shouldTellOfARollbackWhenTrafficLeftACanaryThatWasNeverPromoted() {
        // Given
        var owed = undo("production", "remove-variants", Compensation.Layer.WORKLOAD);

        // When
        var told = facts.of(
                compensating(owed), List.of(step("production", "restore-traffic", true, StepStatus.SUCCEEDED)), PLAN);

        // Then
        assertThat(told).singleElement().isInstanceOf(DeliveryFact.ServiceRolledback.class);
    }

    @Test
    void shouldTellOfOneRollbackWhenThePromotedReleaseIsRestoredToo() {
        // Given
        var owed = undo("production", "undo-promote", Compensation.Layer.WORKLOAD);

        // When
        var traffic = facts.of(
                compensating(owed), List.of(step("production", "restore-traffic", true, StepStatus.SUCCEEDED)), PLAN);
        var release =
                facts.of(compensating(), List.of(step("production", "undo-promote", true, StepStatus.SUCCEEDED)), PLAN);

        // Then
        assertThat(traffic).isEmpty();
        assertThat(release)
                .singleElement()
                .isInstanceOfSatisfying(
                        DeliveryFact.ServiceRolledback.class,
                        rolledBack -> assertThat(rolledBack.customData().step()).isEqualTo("undo-promote"));
    }

    @Test
    void shouldTellOfARollbackWhenAStageTakesItselfBackAndTheExecutionGoesOn() {
        // Given
        var rollback = new Rollback(List.of(), List.of(), new Rollback.Idle(), List.of());
        var takingBack = new StageState.TakingBack(StageStatus.FAILED_CONTINUED, "why", Map.of(), rollback);
        var before = new ExecutionState.Running(ID, Map.of("production", takingBack), Map.of(), List.of(), 3, AT);

        // When
        var told = facts.of(before, List.of(step("production", "restore-traffic", true, StepStatus.SUCCEEDED)), PLAN);

        // Then
        assertThat(told).singleElement().isInstanceOf(DeliveryFact.ServiceRolledback.class);
    }

    @ParameterizedTest
    @CsvSource({"remove-variants,SUCCEEDED", "restore-traffic,RUNNING", "restore-traffic,FAILED"})
    void shouldKeepSilentAboutCompensationsThatTakeNoServiceBack(String compensation, StepStatus status) {
        // When
        var told = facts.of(compensating(), List.of(step("production", compensation, true, status)), PLAN);

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void shouldGiveTheSameFactTheSameIdAndEveryOtherAnother() {
        // Given
        var events = List.<ExecutionEvent>of(
                new ExecutionEvent.Started(ID, "shop", AT),
                stage(StageStatus.RUNNING),
                stage(StageStatus.FAILED),
                step("replica", "apply", false, StepStatus.SUCCEEDED),
                step("production", "promote", false, StepStatus.SUCCEEDED),
                step("production", "undo-promote", true, StepStatus.SUCCEEDED),
                new ExecutionEvent.Finished(ID, "shop", ExecutionStatus.FAILED, "why", AT));

        // When
        var told = facts.of(QUEUED, events, PLAN);
        var again = facts.of(QUEUED, events, PLAN);

        // Then
        assertThat(told).hasSameSizeAs(events).isEqualTo(again);
        assertThat(told).extracting(fact -> fact.context().id()).doesNotHaveDuplicates();
        assertThat(facts.queued(ID, PLAN, AT).context().id())
                .isNotEqualTo(facts.queued(new ExecutionId("shop-2"), PLAN, AT)
                        .context()
                        .id());
    }

    private static ExecutionState running() {
        var active = new StageState.Active(new StepState.Requested("any", OPERATION), Map.of());
        return new ExecutionState.Running(
                ID, Map.of("replica", active, "production", active, "migrate", active), Map.of(), List.of(), 3, AT);
    }

    private static ExecutionState compensating(Undo... owed) {
        return new ExecutionState.Compensating(
                ID,
                new Ending(ExecutionStatus.FAILED, "why"),
                new Rollback(List.of(owed), List.of(), new Rollback.Idle(), List.of()),
                null);
    }

    private static Undo undo(String stage, String compensation, Compensation.Layer layer) {
        return new Undo(stage, compensation, compensation, layer, 1, OPERATION, 0);
    }

    private static ExecutionEvent stage(StageStatus status) {
        return new ExecutionEvent.StageChanged(ID, "production", status, "why", Map.of(), AT);
    }

    private static ExecutionEvent step(String stage, String step, boolean compensation, StepStatus status) {
        return new ExecutionEvent.StepChanged(ID, stage, step, step, OPERATION, compensation, status, null, AT);
    }
}
