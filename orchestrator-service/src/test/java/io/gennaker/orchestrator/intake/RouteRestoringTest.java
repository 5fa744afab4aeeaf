package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Concurrency.WhenFull;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Plans;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlanDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Routes get back what they were: on command, and when a pipeline that says so is removed.
class RouteRestoringTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Actor ANN = new Actor("ann", List.of("deployer"));
    private static final ExecutionId FIRST = new ExecutionId("shop-1");
    private static final ExecutionId RESTORING = new ExecutionId("shop-restoring");
    private static final String DOCUMENT = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              %sstages: [{id: pause, kind: wait, duration: 1s}]
            """;

    private Plan planned = Plans.of(Plans.canary("canary", 10, 33).done());
    private final InMemoryStore store = new InMemoryStore();
    private final Sent sent = new Sent();
    private final PipelineLanguage language = new PipelineLanguage();
    private final Executions executions = new Executions(
            store,
            store,
            (state, input, plan) ->
                    Saga.decide(state, input, plan, (expression, at, stages) -> new ConditionResult.Met()),
            new DeliveryFacts(""),
            store,
            new Freezes(store, language),
            Renewal.NONE,
            Optional.empty());
    private final DefinitionChanges changes = new DefinitionChanges(language, store, store, executions);
    private final Starts starts = new Starts(
            store,
            (pipeline, clusters, command, prior) -> new Planning.Planned(planned, PlanDigest.of(planned)),
            store,
            store,
            executions,
            store,
            store,
            _ -> Optional.empty());

    private void deliver(String onRemoval) {
        store.put(new DefinitionVersion(
                DefinitionKind.PIPELINE,
                "shop",
                Digest.of("d"),
                "shop.yaml",
                DOCUMENT.formatted(onRemoval),
                Map.of(),
                "ann",
                AT));
        store.limit("shop", new Concurrency(2, WhenFull.QUEUE));
        start(FIRST.value());
    }

    private void succeed(String operation) {
        var id = new OperationId(operation);
        executions.tell(
                new ExecutionId(operation.substring(0, operation.indexOf('/'))),
                new Input.Reported(id, new Report.Succeeded(Map.of()), AT),
                sent);
    }

    private void start(String id) {
        starts.start(
                new ExecutionCommand.Start(
                        new ExecutionId(id),
                        "shop",
                        new TriggerInfo("manual", "console", "1", "ann", Map.of()),
                        Map.of(),
                        List.of(),
                        AT,
                        ANN),
                FileAnswers.NONE,
                AT,
                sent);
    }

    private void remove() {
        assertThat(changes.remove(new DefinitionCommand.Remove(DefinitionKind.PIPELINE, "shop", ANN, AT), AT, sent))
                .isEmpty();
    }

    private static ExecutionCommand.RestoreRoutes asked() {
        return new ExecutionCommand.RestoreRoutes(RESTORING, "shop", ANN, "another mesh", AT);
    }

    @Test
    void shouldRestoreEachRouteThatWasSharedOnceThoughThePipelineIsGone() {
        // Given
        deliver("");
        remove();

        // When
        starts.restoreRoutes(asked(), AT, sent);
        starts.restoreRoutes(asked(), AT, sent);

        // Then
        assertThat(sent.of(DeploymentCommand.Start.class).stream()
                        .filter(start -> start.executionId().equals(RESTORING))
                        .map(DeploymentCommand.Start::task))
                .containsExactly(new DeploymentTask.RestoreRoute(Plans.PRODUCTION, "shop", Plans.ROUTE, "shop"));
        var accepted = sent.of(ExecutionEvent.Accepted.class).getLast();
        assertThat(accepted.trigger())
                .isEqualTo(new TriggerInfo(
                        "restoreRoutes", "shop", RESTORING.value(), "ann", Map.of("reason", "another mesh")));
        assertThat(accepted.application()).isEqualTo("shop");
        assertThat(new Applications(store, language, store, store).of("shop")).contains("shop");
    }

    @Test
    void shouldMeanToRunWhatWasDeliveredBeforeRoutesWereRestored() {
        // Given
        deliver("");
        planned = Plans.of(Plans.deploy("one").done());
        store.limit("shop", new Concurrency(3, WhenFull.QUEUE));
        start("shop-2");
        succeed("shop-2/one/apply/1");

        // When
        starts.restoreRoutes(asked(), AT, sent);
        succeed(RESTORING + "/restore-1/restore/1");

        // Then
        assertThat(store.get(RESTORING.value()).state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(store.lastSucceeded("shop")).contains(PlanDigest.of(planned));
        assertThat(sent.of(ExecutionEvent.Accepted.class).getLast().artifacts()).isEmpty();
    }

    @Test
    void shouldRefuseWhenNoExecutionSharedTheTrafficOfARoute() {
        // Given
        planned = Plans.of(Plans.deploy("one").done());
        deliver("");

        // When
        starts.restoreRoutes(asked(), AT, sent);

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class))
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).contains("shares the traffic of a route"));
    }

    @Test
    void shouldAskForItWhenAPipelineThatSaysSoIsRemovedAndOnlyThen() {
        // Given
        deliver("onRemoval: restoreRoutes\n  ");

        // When
        remove();
        remove();

        // Then
        assertThat(sent.of(ExecutionCommand.RestoreRoutes.class))
                .singleElement()
                .satisfies(command -> {
                    assertThat(command.pipeline()).isEqualTo("shop");
                    assertThat(command.by()).isEqualTo(ANN);
                });
    }

    @Test
    void shouldLeaveRoutesAsTheyAreWhenAPipelineIsRemovedThatSaysNothing() {
        // Given
        deliver("");

        // When
        remove();

        // Then
        assertThat(sent.of(ExecutionCommand.RestoreRoutes.class)).isEmpty();
    }
}
