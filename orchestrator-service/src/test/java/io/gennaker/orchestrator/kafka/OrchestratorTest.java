package io.gennaker.orchestrator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.DeliveryFact;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionProof;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageCommand;
import io.gennaker.contracts.ImageEvent;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.contracts.Topic;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.intake.Arrivals;
import io.gennaker.orchestrator.intake.Executions;
import io.gennaker.orchestrator.intake.StoredExecution;
import io.gennaker.orchestrator.intake.Watchdog;
import io.gennaker.orchestrator.postgres.PostgresExecutions;
import io.gennaker.orchestrator.postgres.PostgresPlans;
import io.gennaker.orchestrator.testing.Deliveries;
import io.gennaker.orchestrator.testing.ServicesDouble;
import io.gennaker.outbox.Timers;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.plan.TemplateVersion;
import io.gennaker.provenance.Envelope;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The whole service over a real broker and a real database; the other services are played.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class OrchestratorTest {
    private static final String[] FORWARD = {
        "schema/run/1",
        "canary/keep-release/1",
        "canary/start-baseline/1",
        "canary/start-canary/1",
        "canary/shift-10/1",
        "canary/confirm-10/1",
        "canary/analyse-10/1",
        "canary/approve/1",
        "canary/promote/1",
        "canary/return-traffic/1",
        "canary/confirm-release/1",
        "canary/remove-variants/1"
    };

    @Inject
    PostgresExecutions executions;

    @Inject
    PostgresPlans plans;

    @Inject
    Arrivals arrivals;

    @Inject
    Executions known;

    @Inject
    TransactionSynchronizationRegistry transactions;

    @Inject
    Watchdog watchdog;

    @Inject
    UnitOfWork unitOfWork;

    @Inject
    Timers timers;

    @Inject
    ExecutionTimers executionTimers;

    @Inject
    DataSource dataSource;

    @Inject
    ExecutionCounters counters;

    private TestBus bus;
    private ServicesDouble services;
    private Deliveries deliveries;

    @BeforeEach
    void connect() {
        bus = TestBus.ofQuarkusTest();
        services = new ServicesDouble(bus);
        deliveries = new Deliveries(bus);
        deliveries.cluster();
    }

    @AfterEach
    void disconnect() {
        bus.close();
    }

    @Test
    void shouldRunToTheEndWhenAllGoesWell() {
        // Given
        deliveries.canaryPipeline("good");

        // When
        var id = deliveries.startCanary("good");

        // Then
        assertThat(services.playToTheEnd(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(services.begun(id)).containsExactly(FORWARD);
        assertThat(stages(id))
                .containsExactly(
                        "schema RUNNING",
                        "schema SUCCEEDED",
                        "canary RUNNING",
                        "canary PAUSED",
                        "canary RUNNING",
                        "canary SUCCEEDED",
                        "settle RUNNING",
                        "settle SUCCEEDED");
    }

    @Test
    void shouldHoldAStartUntilTheFreezeOfItsApplicationEnds() {
        // Given
        deliveries.shortPipeline("frozen");
        deliveries.freeze("frozen", Deliveries.now().plus(Duration.ofDays(1)));
        var first = deliveries.startDeploy("frozen", 1);
        var second = deliveries.startDeploy("frozen", 2);
        bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.Frozen.class,
                held -> held.executionId().equals(second));

        // When
        deliveries.freeze("frozen", Deliveries.now().plusSeconds(1));

        // Then
        assertThat(services.playToTheEnd(first).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(services.playToTheEnd(second).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(bus.messages(Topic.EXECUTION_EVENTS, ExecutionEvent.Started.class).stream()
                        .map(ExecutionEvent::executionId)
                        .filter(List.of(first, second)::contains))
                .containsExactly(first, second);
    }

    @Test
    void shouldLetAFrozenExecutionStartWhenAPersonOverridesTheFreeze() {
        // Given
        deliveries.shortPipeline("urgent");
        deliveries.freeze("urgent", Deliveries.now().plus(Duration.ofDays(1)));
        var id = deliveries.startDeploy("urgent", 1);

        // When
        deliveries.intervene(id, new Intervention.OverrideFreeze());

        // Then
        assertThat(services.playToTheEnd(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void shouldTellTheOutsideWorldInCdEvents() {
        // Given
        deliveries.canaryPipeline("told");

        // When
        var id = deliveries.startCanary("told");
        services.playToTheEnd(id);

        // Then
        bus.awaitMessage(
                Topic.CDEVENTS,
                DeliveryFact.PipelineRunFinished.class,
                finished -> finished.key().equals(id.value()));
        assertThat(bus.messages(Topic.CDEVENTS))
                .filteredOn(envelope -> envelope.message().key().equals(id.value()))
                .allSatisfy(envelope -> assertThat(envelope.id())
                        .isEqualTo(((DeliveryFact) envelope.message()).context().id()))
                .allSatisfy(envelope -> assertThat(envelope.source()).isEqualTo("/gennaker/orchestrator"))
                .extracting(envelope -> envelope.type().shortName())
                .containsSubsequence(
                        "pipelinerun.queued",
                        "pipelinerun.started",
                        "taskrun.started",
                        "taskrun.finished",
                        "pipelinerun.finished");
    }

    @Test
    void shouldGoOnWhereItFailedWhenAPersonPausesResumesAndRetries() {
        // Given
        deliveries.canaryPipeline("again");
        services.failing("canary/promote/1", "conflict").silent("schema/run/1");
        var id = deliveries.startCanary("again");
        services.playUntilBegun("schema/run/1");
        deliveries.intervene(id, new Intervention.Pause());
        services.playUntil("the pause", () -> intervened(id, ExecutionStatus.PAUSED));
        deliveries.intervene(id, new Intervention.Resume());
        services.playUntil("the end of the pause", () -> intervened(id, ExecutionStatus.RUNNING));
        services.succeed(OperationId.of(id, "schema", "run", 1));
        assertThat(services.playToTheEnd(id).status()).isEqualTo(ExecutionStatus.FAILED);

        // When
        deliveries.intervene(id, new Intervention.Retry("canary"));

        // Then
        services.playUntil(
                "its success",
                () -> services.events(id).stream()
                        .anyMatch(event -> event instanceof ExecutionEvent.Finished finished
                                && finished.status() == ExecutionStatus.SUCCEEDED));
        assertThat(services.begun(id)).contains("canary/promote/2").doesNotContain("schema/run/2");
        assertThat(stored(id).state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    private boolean intervened(ExecutionId id, ExecutionStatus status) {
        return services.events(id).stream()
                .anyMatch(event ->
                        event instanceof ExecutionEvent.Intervened intervened && intervened.status() == status);
    }

    @Test
    void shouldRunAPipelineInsideAnotherAndReadWhatItGave() {
        // Given
        deliveries.pipeline("inner", """
                  parameters: [{name: code, type: int}]
                  stages:
                    - {id: sum, kind: evaluate, values: {next: parameters.code + 1}}
                """);
        deliveries.pipeline("outer", """
                  stages:
                    - {id: first, kind: evaluate, values: {code: 41}}
                    - {id: nested, kind: pipeline, pipeline: inner, parameters: {code: "${{ stages.first.outputs.code }}"}}
                    - {id: gate, kind: check, conditions: [{that: "stages.nested.outputs['sum.next'] == 42", message: other}]}
                """);

        // When
        var id = deliveries.startDeploy("outer", 1);

        // Then
        assertThat(services.playToTheEnd(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void shouldCancelThePipelineInsideWhenTheOuterOneIsCancelled() {
        // Given
        deliveries.pipeline("inside", "  stages: [{id: rest, kind: wait, duration: 1h}]\n");
        deliveries.pipeline("outside", "  stages: [{id: nested, kind: pipeline, pipeline: inside}]\n");
        var id = deliveries.startDeploy("outside", 1);
        var inside =
                ExecutionId.of("inside", OperationId.of(id, "nested", "run", 1).value());
        services.playUntil(
                "the inner one to run",
                () -> services.events(inside).stream().anyMatch(ExecutionEvent.Started.class::isInstance));

        // When
        deliveries.cancel(id);

        // Then
        assertThat(services.playToTheEnd(inside).status()).isEqualTo(ExecutionStatus.CANCELLED);
        assertThat(services.playToTheEnd(id).status()).isEqualTo(ExecutionStatus.CANCELLED);
    }

    @Test
    void shouldNeverRunTwoWhenTwoHundredAreStartedAtOnce() throws Exception {
        // Given
        deliveries.deployPipeline("crowd", 1);
        var places = new CrowdedPlaces(transactions);
        List<Future<?>> work = new ArrayList<>();

        // When
        // As many at once as there are connections: more would wait for one, and give up.
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (int worker = 0; worker < 4; worker++) {
                work.add(threads.submit(() -> {
                    for (var next = places.next(); next.isPresent(); next = places.next()) {
                        var succeeded = new Input.Reported(next.get(), new Report.Succeeded(Map.of()), Instant.now());
                        var id = new ExecutionId(next.get().value().split("/", 2)[0]);
                        QuarkusTransaction.requiringNew().run(() -> known.tell(id, succeeded, places));
                    }
                    return places;
                }));
            }
            for (int number = 1; number <= 200; number++) {
                var start = deliveries.start("crowd", "at-once-" + number, List.of());
                work.add(threads.submit(() ->
                        QuarkusTransaction.requiringNew().run(() -> arrivals.start(start, Instant.now(), places))));
            }
            for (Future<?> each : work) {
                each.get(2, TimeUnit.MINUTES);
            }
        }

        // Then
        assertThat(places.finished()).isEqualTo(200);
        assertThat(places.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void shouldRestoreTrafficThenRemoveVariantsWhenTheAnalysisFails() {
        // Given
        deliveries.canaryPipeline("bad");
        services.failing("analyse-10", "error-rate High: 0.05 against 0.001");

        // When
        var id = deliveries.startCanary("bad");

        // Then
        var finished = services.playToTheEnd(id);
        assertThat(finished.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(finished.reason()).isEqualTo("stage canary failed: error-rate High: 0.05 against 0.001");
        assertThat(services.begun(id))
                .endsWith(
                        "canary/analyse-10/1",
                        "canary/compensate-restore-traffic/1",
                        "canary/compensate-confirm-release/1",
                        "canary/compensate-remove-variants/1");
    }

    @Test
    void shouldTakeAllBackWhenCancelled() {
        // Given
        deliveries.canaryPipeline("cancelled");
        services.silent("analyse-10");
        var id = deliveries.startCanary("cancelled");
        services.playUntilBegun("analyse-10");

        // When
        deliveries.cancel(id);

        // Then
        var finished = services.playToTheEnd(id);
        assertThat(finished.status()).isEqualTo(ExecutionStatus.CANCELLED);
        assertThat(finished.reason()).isEqualTo("cancelled by ann: wrong version");
        assertThat(services.begun(id))
                .endsWith(
                        "canary/compensate-restore-traffic/1",
                        "canary/compensate-confirm-release/1",
                        "canary/compensate-remove-variants/1");
    }

    @Test
    void shouldTimeOutAndTakeBackWhenAServiceGivesNoAnswer() {
        // Given
        deliveries.deployPipeline("silent", 1);
        services.silent("apply/apply");

        // When
        var id = deliveries.startDeploy("silent", 1);

        // Then
        var finished = services.playToTheEnd(id);
        assertThat(finished.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(finished.reason()).startsWith("stage apply timed out: ");
        assertThat(stages(id)).endsWith("apply TIMED_OUT");
        assertThat(services.begun(id)).containsExactly("apply/apply/1", "apply/compensate-undo-apply/1");
    }

    @Test
    void shouldReportWhatAnExecutionWaitsForWhenTheAnswerAndItsTimersAreLost() {
        // Given
        deliveries.canaryPipeline("stalled");
        services.silent("schema/run");
        var id = deliveries.startCanary("stalled");
        var operation = OperationId.of(id, "schema", "run", 1);
        services.playUntilBegun(operation.value());
        unitOfWork.run(outbox -> timers.cancelAll(id.value()));
        var inTwoDays = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));

        // When
        new WatchdogRounds(watchdog, unitOfWork, executionTimers, counters, inTwoDays, Duration.ofDays(1)).round();

        // Then
        services.playUntil("the report", () -> !stalled(id).isEmpty());
        assertThat(stalled(id).getFirst().waitsFor()).containsExactly("step schema/run: no answer about " + operation);
        services.succeed(operation);
        assertThat(services.playToTheEnd(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(stalled(id)).hasSize(1);
    }

    private List<ExecutionEvent.Stalled> stalled(ExecutionId id) {
        return services.events(id).stream()
                .filter(ExecutionEvent.Stalled.class::isInstance)
                .map(ExecutionEvent.Stalled.class::cast)
                .toList();
    }

    @Test
    void shouldHaveOneRowForAllTimersOfAnExecutionAndNoneWhenItIsOver() throws SQLException {
        // Given
        deliveries.canaryPipeline("woken");
        services.silent("canary/promote");
        var id = deliveries.startCanary("woken");

        // When
        services.playUntilBegun(OperationId.of(id, "canary", "promote", 1).value());

        // Then
        assertThat(timersInRows(id)).isEqualTo("alarm");
        services.succeed(OperationId.of(id, "canary", "promote", 1));
        services.playToTheEnd(id);
        assertThat(timersInRows(id)).isNull();
    }

    private @Nullable String timersInRows(ExecutionId id) throws SQLException {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(
                        "select string_agg(payload, ', ' order by payload) from gennaker_timer where key = ?")) {
            select.setString(1, id.value());
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    @Test
    void shouldDoEverythingOnceWhenEveryMessageComesSeveralTimes() {
        // Given
        deliveries.canaryPipeline("twice");
        services.answeringTwice();
        var id = deliveries.startCanary("twice");

        // When
        deliveries.startCanary("twice");

        // Then
        services.playToTheEnd(id);
        assertThat(services.begun(id)).containsExactly(FORWARD);
        assertThat(services.events(id).stream().filter(ExecutionEvent.Accepted.class::isInstance))
                .hasSize(1);
    }

    @Test
    void shouldNeverRunMoreThanTheLimitWhenManyStartAtOnce() {
        // Given
        deliveries.deployPipeline("many", 3);
        services.silent("apply/apply");

        // When
        List<ExecutionId> ids = IntStream.range(0, 20)
                .mapToObj(number -> deliveries.startDeploy("many", number))
                .toList();

        // Then
        services.playUntil(
                "all to be accepted",
                () -> ids.stream()
                        .allMatch(id ->
                                services.events(id).stream().anyMatch(ExecutionEvent.Accepted.class::isInstance)));
        assertThat(open("many")).isEqualTo(Map.of(ExecutionStatus.RUNNING, 3, ExecutionStatus.QUEUED, 17));
        ids.forEach(deliveries::cancel);
        ids.forEach(services::playToTheEnd);
        assertThat(mostAtOnce("many")).isEqualTo(3);
        assertThat(open("many")).isEmpty();
    }

    @Test
    void shouldRefuseWhenThePipelineIsUnknown() {
        // When
        var id = deliveries.startDeploy("nothing", 1);

        // Then
        var refused = bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.Refused.class,
                event -> event.executionId().equals(id));
        assertThat(refused.reason()).isEqualTo("pipeline 'nothing' is not known");
    }

    @Test
    void shouldKeepAWithdrawnImageFromEverybodyUntilItIsReinstatedAndGiveRoutesBack() {
        // Given
        String pipeline = "withdrawing";
        deliveries.canaryPipeline(pipeline);
        var image = Deliveries.SHOP.image();
        bus.publish(new ImageCommand.Withdraw(
                pipeline, image.repository(), image.digest(), Deliveries.ANN, "it leaks", Deliveries.now()));
        bus.awaitMessage(
                Topic.IMAGES,
                ImageEvent.Withdrawn.class,
                event -> event.pipeline().equals(pipeline));

        // When
        var id = deliveries.startCanary(pipeline);
        var refused = bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.Refused.class,
                event -> event.executionId().equals(id));
        bus.publish(new ImageCommand.Reinstate(
                pipeline, image.repository(), image.digest(), Deliveries.ANN, "false alarm", Deliveries.now()));
        bus.awaitMessage(
                Topic.IMAGES,
                ImageEvent.Reinstated.class,
                event -> event.pipeline().equals(pipeline));
        deliveries.startCanary(pipeline);
        bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.Started.class,
                event -> event.executionId().equals(id));
        deliveries.cancel(id);
        services.playToTheEnd(id);
        var restoring = new ExecutionId("withdrawing-restores");
        bus.publish(new ExecutionCommand.RestoreRoutes(
                restoring, pipeline, Deliveries.ANN, "another mesh", Deliveries.now()));

        // Then
        assertThat(refused.reason()).contains("was withdrawn by ann", "it leaks");
        assertThat(services.playToTheEnd(restoring).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(services.begun(restoring)).containsExactly("restore-1/restore/1");
    }

    @Test
    void shouldRefuseWithAllReasonsWhenThereIsNoPlan() {
        // Given
        deliveries.canaryPipeline("incomplete");

        // When
        var id = deliveries.startDeploy("incomplete", 1);

        // Then
        var refused = bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.Refused.class,
                event -> event.executionId().equals(id));
        assertThat(refused.reason()).contains("artifact 'shop' is missing");
    }

    @Test
    void shouldRunWhatATemplateMakesAndMoveItWithItsChannel() {
        // Given
        deliveries.apply(DefinitionKind.PIPELINE_TEMPLATE, "paused", template("10ms"), Map.of());
        deliveries.apply(DefinitionKind.PIPELINE, "made", """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: made}
                spec: {template: {name: paused}}
                """, Map.of());
        deliveries.apply(DefinitionKind.PIPELINE_TEMPLATE, "paused", template("20ms"), Map.of());
        Digest second = Definitions.digest(template("20ms"), Map.of());

        // When
        bus.publish(new DefinitionCommand.Promote(
                "paused", TemplateChannel.STABLE, second, 100, List.of(), Deliveries.ANN, Deliveries.now()));
        var moved = bus.awaitMessage(
                Topic.DEFINITIONS,
                DefinitionEvent.Applied.class,
                applied -> applied.expansion() != null
                        && applied.expansion().digest().equals(second));
        var id = deliveries.startDeploy("made", 1);

        // Then
        assertThat(moved.documentInForce()).contains("20ms");
        bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.Finished.class,
                finished -> finished.executionId().equals(id) && finished.status() == ExecutionStatus.SUCCEEDED);
        var plan = QuarkusTransaction.requiringNew()
                .call(() -> plans.get(executions.lock(id).orElseThrow().plan()));
        assertThat(plan.template()).isEqualTo(new TemplateVersion("paused", second));
    }

    private static String template(String duration) {
        return """
                apiVersion: gennaker/v1
                kind: PipelineTemplate
                metadata: {name: paused}
                spec: {pipeline: {stages: [{id: pause, kind: wait, duration: %s}]}}
                """.formatted(duration);
    }

    @Test
    void shouldSendADefinitionToTheDeadLettersWithAllProblemsWhenItIsInvalid() {
        // Given
        String document =
                Deliveries.text("deploy.yaml").replace("NAME", "broken").replace("kind: deploy", "kind: deplyo");

        // When
        deliveries.publish(DefinitionKind.PIPELINE, "broken", document, Map.of());

        // Then
        await().atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .untilAsserted(() -> assertThat(bus.records(Topic.DEAD_LETTERS))
                        .anySatisfy(record -> assertThat(TestBus.header(record, "gennaker-dead-letter-reason"))
                                .contains("PIPELINE broken is not valid")
                                .contains("LIMIT")
                                .contains("deplyo")));
    }

    @Test
    void shouldSendACancelToTheDeadLettersWhenTheExecutionIsUnknown() {
        // When
        deliveries.cancel(new ExecutionId("nobody-1"));

        // Then
        await().atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .untilAsserted(() -> assertThat(bus.records(Topic.DEAD_LETTERS))
                        .anySatisfy(record -> assertThat(TestBus.header(record, "gennaker-dead-letter-reason"))
                                .contains("execution nobody-1 is not known")));
    }

    @Test
    void shouldCarryOutNothingForWhoMayNot() {
        // Given
        deliveries.pipeline("guarded", "  stages: [{id: rest, kind: wait, duration: 1h}]\n");
        var id = deliveries.startDeploy("guarded", 1);
        services.playUntil(
                "the execution to run",
                () -> services.events(id).stream().anyMatch(ExecutionEvent.Started.class::isInstance));
        var viewer = new Actor("vic", List.of("viewer", "deployer@other"));

        var started = deliveries.start("guarded", "by-vic", List.of());
        var again = new ExecutionId("guarded-again");

        // When
        deliveries.cancel(id, viewer);
        bus.publish(new DefinitionCommand.Remove(DefinitionKind.PIPELINE, "guarded", viewer, Deliveries.now()));
        bus.publish(new ExecutionCommand.Start(
                started.executionId(), "guarded", started.trigger(), Map.of(), List.of(), Deliveries.now(), viewer));
        bus.publish(new ExecutionCommand.Rerun(again, "guarded", id, viewer, "once more", Deliveries.now()));
        bus.publish(new ExecutionCommand.Intervene(
                id, "by-vic", new Intervention.Pause(), viewer, "no reason", Deliveries.now()));

        // Then
        await().atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .untilAsserted(() -> assertThat(bus.records(Topic.DEAD_LETTERS))
                        .extracting(record -> TestBus.header(record, "gennaker-dead-letter-reason"))
                        .contains(
                                "vic may not run in application nesting; roles: viewer, deployer@other",
                                "vic may not define in application nesting; roles: viewer, deployer@other"));
        String reason = "vic may not run in application nesting; roles: viewer, deployer@other";
        for (ExecutionId refused : List.of(started.executionId(), again)) {
            services.playUntil(
                    "the refusal of " + refused,
                    () -> services.events(refused).stream()
                            .anyMatch(event -> event instanceof ExecutionEvent.Refused answer
                                    && answer.reason().equals(reason)
                                    && "nesting".equals(answer.application())));
        }
        services.playUntil(
                "the refusal of the intervention",
                () -> services.events(id).stream()
                        .anyMatch(event -> event instanceof ExecutionEvent.InterventionRefused answer
                                && answer.refusal().equals(reason)));
        deliveries.cancel(id);
        assertThat(services.playToTheEnd(id).reason()).isEqualTo("cancelled by ann: wrong version");
    }

    @Test
    void shouldOpenAgainForNobodyWhoMayNotInTheApplicationThatThePipelineIsOfByNow() {
        // Given
        deliveries.pipeline("moving", "  stages: [{id: rest, kind: wait, duration: 1h}]\n");
        var id = deliveries.startDeploy("moving", 1);
        services.playUntil(
                "the execution to run",
                () -> services.events(id).stream().anyMatch(ExecutionEvent.Started.class::isInstance));
        deliveries.cancel(id);
        services.playToTheEnd(id);
        deliveries.shortPipeline("moving");
        var theirs = new Actor("tom", List.of("deployer@nesting"));

        // When
        bus.publish(new ExecutionCommand.Intervene(
                id, "by-tom", new Intervention.Restart("rest"), theirs, "again", Deliveries.now()));

        // Then
        services.playUntil(
                "the refusal",
                () -> services.events(id).stream()
                        .anyMatch(event -> event instanceof ExecutionEvent.InterventionRefused answer
                                && answer.refusal()
                                        .equals("tom may not run in application moving; roles: deployer@nesting")));
        assertThat(stored(id).state().status()).isEqualTo(ExecutionStatus.CANCELLED);
    }

    @Test
    void shouldProveByReplayAndBySignatureWhatAnExecutionWas() {
        // Given
        deliveries.canaryPipeline("proven");
        services.failing("analyse-10", "bad");
        var id = deliveries.startCanary("proven");
        services.playToTheEnd(id);

        // When
        bus.publish(new ExecutionCommand.Replay(id, "r-1", Deliveries.ANN, Deliveries.now()));

        // Then
        services.playUntil(
                "the answer", () -> !proofs(ExecutionProof.Replayed.class).isEmpty());
        assertThat(proofs(ExecutionProof.Replayed.class).getFirst())
                .matches(ExecutionProof.Replayed::same)
                .satisfies(proof -> assertThat(proof.moves()).isGreaterThan(7));
        var envelope = Envelope.read(
                proofs(ExecutionProof.Attested.class).getFirst().envelope().text());
        var statement = new String(envelope.content(), StandardCharsets.UTF_8);
        assertThat(statement).contains("\"verdict\":\"Fail\"", "\"manifests canary/promote\"", "\"status\":\"FAILED\"");
    }

    @Test
    void shouldRunTheSamePlanAgain() {
        // Given
        deliveries.deployPipeline("twice-planned", 1);
        var first = deliveries.startDeploy("twice-planned", 1);
        services.playToTheEnd(first);
        var second = new ExecutionId("twice-planned-second");

        // When
        bus.publish(new ExecutionCommand.Rerun(
                second, "twice-planned", first, Deliveries.ANN, "to be sure", Deliveries.now()));

        // Then
        services.playToTheEnd(second);
        assertThat(stored(second).plan()).isEqualTo(stored(first).plan());
    }

    @Test
    void shouldTellWhatAStartWaitsForAndCancelItForThoseWhoMay() {
        // Given
        deliveries.pipelineWithFile("waiting");
        var id = deliveries.startDeploy("waiting", 1);
        var awaited = bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.FilesAwaited.class,
                event -> event.executionId().equals(id));

        // When
        deliveries.cancel(id, new Actor("vera", List.of("viewer")));
        deliveries.cancel(id);

        // Then
        var finished = bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.Finished.class,
                event -> event.executionId().equals(id));
        assertThat(awaited.files()).containsExactly("config of github.com/acme/shop a.yaml at main");
        assertThat(awaited.application()).isEqualTo("nesting");
        assertThat(finished.status()).isEqualTo(ExecutionStatus.CANCELLED);
        assertThat(finished.reason()).isEqualTo("cancelled by ann before its files were there: wrong version");
        await().atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .untilAsserted(() -> assertThat(bus.records(Topic.DEAD_LETTERS))
                        .extracting(record -> TestBus.header(record, "gennaker-dead-letter-reason"))
                        .contains("vera may not run in application nesting; roles: viewer"));
    }

    @Test
    void shouldBringFilesBeforeItPlansAndRunTheSameBytesAgain() {
        // Given
        deliveries.pipelineWithFile("brought");
        services.answeringTwice();
        var start = deliveries.start("brought", "1", List.of());
        var first = start.executionId();
        for (int i = 0; i < 10; i++) {
            bus.publish(start);
        }
        services.playToTheEnd(first);
        var second = new ExecutionId("brought-second");

        // When
        bus.publish(
                new ExecutionCommand.Rerun(second, "brought", first, Deliveries.ANN, "to be sure", Deliveries.now()));
        bus.publish(new ExecutionCommand.Replay(first, "r-brought", Deliveries.ANN, Deliveries.now()));

        // Then
        services.playToTheEnd(second);
        assertThat(services.begun(first)).containsExactly("artifacts/config/1", "one/apply/1");
        assertThat(services.begun(second)).containsExactly("one/apply/1");
        assertThat(services.events(first).stream().filter(ExecutionEvent.Accepted.class::isInstance))
                .hasSize(1);
        assertThat(stored(second).plan()).isEqualTo(stored(first).plan());
        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> plans.get(stored(first).plan()))
                        .filesOrNone())
                .singleElement()
                .satisfies(file -> assertThat(file.commit()).hasSize(40));
        assertThat(bus.messages(Topic.DEPLOYMENT_COMMANDS, DeploymentCommand.Start.class).stream()
                        .filter(command -> command.executionId().equals(second))
                        .map(command -> ((DeploymentTask.ApplyManifests) command.task())
                                .manifests()
                                .text()))
                .singleElement()
                .satisfies(manifests -> assertThat(manifests).contains("of: " + first));
        services.playUntil(
                "the answer",
                () -> bus.messages(Topic.EXECUTION_PROOFS, ExecutionProof.Replayed.class).stream()
                        .anyMatch(proof -> proof.executionId().equals(first) && proof.same()));
    }

    private <T extends ExecutionProof> List<T> proofs(Class<T> type) {
        return bus.messages(Topic.EXECUTION_PROOFS, type).stream()
                .filter(proof -> proof.executionId().value().startsWith("proven-"))
                .toList();
    }

    private StoredExecution stored(ExecutionId id) {
        return QuarkusTransaction.requiringNew().call(() -> executions.lock(id).orElseThrow());
    }

    private List<String> stages(ExecutionId id) {
        return services.events(id).stream()
                .filter(ExecutionEvent.StageChanged.class::isInstance)
                .map(ExecutionEvent.StageChanged.class::cast)
                .map(changed -> changed.stage() + " " + changed.status())
                .toList();
    }

    private Map<ExecutionStatus, Integer> open(String pipeline) {
        var occupancy = QuarkusTransaction.requiringNew().call(() -> executions.occupancy(pipeline));
        return occupancy.running() + occupancy.waiting().size() == 0
                ? Map.of()
                : Map.of(
                        ExecutionStatus.RUNNING,
                        occupancy.running(),
                        ExecutionStatus.QUEUED,
                        occupancy.waiting().size());
    }

    /// Most executions of a pipeline between their start and their end, in the order of the events' times.
    private int mostAtOnce(String pipeline) {
        var changes = new ArrayList<Message>();
        changes.addAll(bus.messages(Topic.EXECUTION_EVENTS, ExecutionEvent.Started.class));
        changes.addAll(bus.messages(Topic.EXECUTION_EVENTS, ExecutionEvent.Finished.class));
        var started = new HashSet<String>();
        int most = 0;
        for (ExecutionEvent event : changes.stream()
                .map(ExecutionEvent.class::cast)
                .filter(event -> event.executionId().value().startsWith(pipeline + "-"))
                // An end frees its place before the next start of the same moment takes it.
                .sorted(Comparator.comparing(ExecutionEvent::at)
                        .thenComparing(event -> event instanceof ExecutionEvent.Started ? 1 : 0))
                .toList()) {
            if (event instanceof ExecutionEvent.Started) {
                started.add(event.executionId().value());
            } else {
                started.remove(event.executionId().value());
            }
            most = Math.max(most, started.size());
        }
        return most;
    }
}
