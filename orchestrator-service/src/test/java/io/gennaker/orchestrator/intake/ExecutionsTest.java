package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.DeliveryFact;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Concurrency.WhenFull;
import io.gennaker.orchestrator.execution.Conditions;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Plans;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Reports;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.planning.Nesting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Starts, places and moves over stores in memory.
class ExecutionsTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Actor ANN = new Actor("ann", List.of());
    private static final Conditions CONDITIONS = (expression, plan, stages) -> new ConditionResult.Met();

    private static final DeliveryFacts FACTS = new DeliveryFacts("https://console.example");

    private final InMemoryStore store = new InMemoryStore();
    private final Sent sent = new Sent();
    private final Reading reading = new Reading() {
        @Override
        public Outcome read(DefinitionCommand.Apply command) {
            return read;
        }

        @Override
        public Optional<Belonging> belonging(String fileName, String document) {
            return Optional.of(new Belonging("shop"));
        }

        @Override
        public Maker maker(DefinitionVersion template) {
            throw new AssertionError("nothing names a template");
        }

        @Override
        public Optional<String> application(DefinitionVersion pipeline) {
            return Optional.of(pipeline.name());
        }

        @Override
        public boolean restoresRoutes(DefinitionVersion pipeline) {
            return false;
        }

        @Override
        public Set<String> runs(DefinitionVersion pipeline) {
            return Set.of();
        }

        @Override
        public FreezeDefinition freeze(DefinitionVersion version) {
            throw new AssertionError("nothing freezes");
        }
    };
    private final Freezes freezes = new Freezes(store, reading);
    private final Executions executions = new Executions(
            store,
            store,
            (state, input, plan) -> Saga.decide(state, input, plan, CONDITIONS),
            FACTS,
            store,
            freezes,
            Renewal.NONE,
            Optional.empty());
    private Planning.Outcome planned = planned(Plans.of(Plans.deploy("one").done()));
    private Reading.Outcome read = new Reading.Invalid(List.of());
    private final Starts starts = new Starts(
            store,
            (pipeline, clusters, command, prior) -> planned,
            store,
            store,
            executions,
            store,
            store,
            _ -> Optional.empty());
    private final DefinitionChanges changes = new DefinitionChanges(reading, store, store, executions);

    @BeforeEach
    void pipelineOfOnePlace() {
        store.put(version("shop"));
        store.limit("shop", new Concurrency(1, WhenFull.QUEUE));
    }

    @Test
    void shouldAcceptAndBeginWhenThereIsAPlace() {
        // When
        start("shop-1");

        // Then
        var accepted = sent.of(ExecutionEvent.Accepted.class).getFirst();
        assertThat(accepted.status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(accepted.stages())
                .singleElement()
                .satisfies(stage -> assertThat(stage.id()).isEqualTo("one"));
        assertThat(sent.messages.getFirst()).isSameAs(accepted);
        assertThat(sent.of(DeploymentCommand.Start.class)).hasSize(1);
        assertThat(sent.timers).isNotEmpty();
    }

    @Test
    void shouldDoNothingWhenTheSameExecutionIsAskedForAgain() {
        // Given
        start("shop-1");
        sent.messages.clear();

        // When
        start("shop-1");

        // Then
        assertThat(sent.messages).isEmpty();
    }

    @Test
    void shouldTellTheOutsideWorldOfEachTurnOnceAndAfterItsEvents() {
        // Given
        start("shop-1");

        // When
        succeed("shop-1");

        // Then
        assertThat(sent.of(DeliveryFact.class))
                .extracting(fact -> MessageType.of(fact).shortName() + " " + fact.key() + " " + fact.subjectId())
                .containsExactly(
                        "pipelinerun.queued shop-1 shop-1",
                        "pipelinerun.started shop-1 shop-1",
                        "taskrun.started shop-1 shop-1/one",
                        "taskrun.finished shop-1 shop-1/one",
                        "pipelinerun.finished shop-1 shop-1");
        assertThat(sent.messages.getLast()).isInstanceOf(DeliveryFact.PipelineRunFinished.class);
    }

    @Test
    void shouldTakeAPlaceAgainWhenAnEndedExecutionIsOpened() {
        // Given
        start("shop-1");
        fail("shop-1");

        // When
        intervene("shop-1", new Intervention.Retry("one"));

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(sent.of(ExecutionEvent.Intervened.class))
                .extracting(ExecutionEvent.Intervened::status)
                .containsExactly(ExecutionStatus.QUEUED);
        assertThat(sent.of(ExecutionEvent.Started.class)).hasSize(2);
    }

    @Test
    void shouldWaitBehindTheOthersWhenAnEndedExecutionIsOpenedAndAllPlacesAreTaken() {
        // Given
        start("shop-1");
        fail("shop-1");
        start("shop-2");
        start("shop-3");

        // When
        intervene("shop-1", new Intervention.Retry("one"));

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.QUEUED);
        succeed("shop-2");
        assertThat(status("shop-3")).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.QUEUED);
    }

    @Test
    void shouldRefuseToOpenAnEndedExecutionWhereThePipelineRejects() {
        // Given
        store.limit("shop", new Concurrency(1, WhenFull.REJECT));
        start("shop-1");
        fail("shop-1");
        start("shop-2");

        // When
        intervene("shop-1", new Intervention.Retry("one"));

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.FAILED);
        assertThat(sent.of(ExecutionEvent.InterventionRefused.class))
                .singleElement()
                .satisfies(refused -> assertThat(refused.refusal()).startsWith("no free place: 1 of 1"));
    }

    @Test
    void shouldEndWhenItGetsNoPlaceInTime() {
        // Given
        var within = Duration.ofMinutes(10);
        store.limit("shop", new Concurrency(1, WhenFull.QUEUE, within));
        start("shop-1");
        start("shop-2");
        var timer = new Timer.StartBy(within);
        assertThat(sent.timers).contains("shop-2/" + timer.name()).doesNotContain("shop-1/" + timer.name());

        // When
        executions.tell(new ExecutionId("shop-2"), new Input.TimerFired(timer, AT.plus(within)), sent);

        // Then
        assertThat(sent.of(ExecutionEvent.Finished.class)).singleElement().satisfies(finished -> {
            assertThat(finished.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
            assertThat(finished.reason()).isEqualTo("got no place within 10 min");
        });
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void shouldReportOnceWhatAnExecutionWaitsForWhenItStandsStill() {
        // Given
        var watchdog = new Watchdog(store, store);
        start("shop-1");
        assertThat(watchdog.look(AT.plus(Plans.TIMEOUT), sent)).isZero();

        // When
        Instant late = AT.plus(Plans.TIMEOUT).plusSeconds(66);
        watchdog.look(late, sent);
        watchdog.look(late.plusSeconds(60), sent);

        // Then
        assertThat(sent.of(ExecutionEvent.Stalled.class))
                .containsExactly(new ExecutionEvent.Stalled(
                        new ExecutionId("shop-1"),
                        List.of("step one/apply: no answer about shop-1/one/apply/1"),
                        AT,
                        late));
    }

    @Test
    void shouldNotMissAPausedExecutionThatStandsStill() {
        // Given
        start("shop-1");
        intervene("shop-1", new Intervention.Pause());

        // When
        int found = new Watchdog(store, store).look(AT.plus(Duration.ofDays(30)), sent);

        // Then
        assertThat(found).isZero();
    }

    @Test
    void shouldKeepThePlaceOfAPausedExecution() {
        // Given
        start("shop-1");
        intervene("shop-1", new Intervention.Pause());

        // When
        start("shop-2");

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.PAUSED);
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.QUEUED);
    }

    @Test
    void shouldRefuseWhenThePipelineIsUnknown() {
        // When
        starts.start(command("nothing-1", "nothing"), FileAnswers.NONE, AT, sent);

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class))
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo("pipeline 'nothing' is not known"));
        assertThat(store.executions).isEmpty();
    }

    @Test
    void shouldRefuseWithAllProblemsWhenThereIsNoPlan() {
        // Given
        planned = new Planning.Refused(List.of("parameter replicas is missing", "artifact shop is missing"));

        // When
        start("shop-1");

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class))
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason())
                        .isEqualTo("parameter replicas is missing; artifact shop is missing"));
    }

    @Test
    void shouldQueueWhenFullAndStartWhenThePlaceIsFree() {
        // Given
        start("shop-1");
        start("shop-2");
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.QUEUED);

        // When
        succeed("shop-1");

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(sent.timers).noneMatch(timer -> timer.startsWith("shop-1/"));
    }

    @Test
    void shouldStartInOrderWhenManyWait() {
        // Given
        for (int i = 1; i <= 5; i++) {
            start("shop-" + i);
        }

        // When
        for (int i = 1; i <= 5; i++) {
            succeed("shop-" + i);
        }

        // Then
        assertThat(sent.of(ExecutionEvent.Started.class))
                .extracting(started -> started.executionId().value())
                .containsExactly("shop-1", "shop-2", "shop-3", "shop-4", "shop-5");
    }

    @Test
    void shouldStartAllThatWaitWhenEachEndsAtOnce() {
        // Given
        start("shop-1");
        planned = planned(Plans.of());
        start("shop-2");
        start("shop-3");

        // When
        succeed("shop-1");

        // Then
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(status("shop-3")).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void shouldReplaceWhatWaitsWhenThePipelineWantsTheNewest() {
        // Given
        store.limit("shop", new Concurrency(1, WhenFull.REPLACE_WAITING));
        start("shop-1");
        start("shop-2");

        // When
        start("shop-3");

        // Then
        assertThat(store.get("shop-2").state())
                .isInstanceOfSatisfying(
                        ExecutionState.Ended.class,
                        ended -> assertThat(ended.ending().reason()).isEqualTo("replaced by shop-3"));
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(status("shop-3")).isEqualTo(ExecutionStatus.QUEUED);
    }

    @Test
    void shouldRefuseWhenThePipelineRejects() {
        // Given
        store.limit("shop", new Concurrency(1, WhenFull.REJECT));
        start("shop-1");

        // When
        start("shop-2");

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class)).hasSize(1);
        assertThat(store.executions).doesNotContainKey(new ExecutionId("shop-2"));
    }

    @Test
    void shouldNotFreeAPlaceWhenOneThatWaitedIsCancelled() {
        // Given
        start("shop-1");
        start("shop-2");
        start("shop-3");

        // When
        executions.tell(new ExecutionId("shop-2"), new Input.CancelRequested(ANN, "not needed", AT), sent);

        // Then
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.CANCELLED);
        assertThat(status("shop-3")).isEqualTo(ExecutionStatus.QUEUED);
    }

    @Test
    void shouldStartWhatWaitsWhenTheLimitIsRaised() {
        // Given
        start("shop-1");
        start("shop-2");
        read = new Reading.Pipeline(version("shop"), new Concurrency(2, WhenFull.QUEUE), Set.of());

        // When
        var problems = changes.apply(apply("shop"), AT, sent);

        // Then
        assertThat(problems).isEmpty();
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(sent.of(DefinitionEvent.Applied.class)).hasSize(1);
    }

    @Test
    void shouldChangeNothingWhenADefinitionIsInvalid() {
        // Given
        read = new Reading.Invalid(List.of("shop.yaml:3:1: found x; allowed: y"));
        var before = store.find(DefinitionKind.PIPELINE, "shop");

        // When
        var problems = changes.apply(apply("shop"), AT, sent);

        // Then
        assertThat(problems).containsExactly("shop.yaml:3:1: found x; allowed: y");
        assertThat(store.find(DefinitionKind.PIPELINE, "shop")).isEqualTo(before);
        assertThat(sent.messages).isEmpty();
    }

    @Test
    void shouldKeepRunningWhenTheDefinitionIsRemoved() {
        // Given
        start("shop-1");
        start("shop-2");
        changes.remove(new DefinitionCommand.Remove(DefinitionKind.PIPELINE, "shop", ANN, AT), AT, sent);

        // When
        succeed("shop-1");

        // Then
        assertThat(sent.of(DefinitionEvent.Removed.class)).hasSize(1);
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void shouldRecordEveryMoveSoThatItCanBeToldAgain() {
        // Given
        start("shop-1");

        // When
        succeed("shop-1");

        // Then
        var id = new ExecutionId("shop-1");
        assertThat(store.facts).extracting(Fact::sequence).containsExactly(1L, 2L);
        ExecutionState replayed = new ExecutionState.Queued(id);
        for (Fact fact : store.facts) {
            replayed = Saga.decide(replayed, fact.input(), plan(), CONDITIONS).next();
        }
        assertThat(replayed).isEqualTo(store.get("shop-1").state());
    }

    @Test
    void shouldEndANestedExecutionWhateverItsStagesGave() {
        // Given
        var trigger = new TriggerInfo(Nesting.TRIGGER, "outer-1", "outer-1/check/run/1", null, Map.of());
        var nested = ExecutionId.of("shop", trigger.eventId());
        var stages = IntStream.range(0, 20)
                .mapToObj(number -> Plans.deploy("stage-" + (10 + number)).done())
                .toList();
        planned = planned(new Plan(
                "shop",
                "shop",
                Digest.of("definition"),
                trigger,
                Map.of(),
                List.of(),
                Duration.ofHours(1),
                stages,
                Map.of()));
        starts.start(
                new ExecutionCommand.Start(nested, "shop", trigger, Map.of(), List.of(), AT),
                FileAnswers.NONE,
                AT,
                sent);
        var outputs = IntStream.range(0, 64)
                .boxed()
                .collect(Collectors.toMap(number -> "output" + (10 + number), _ -> "é".repeat(1_000)));

        // When
        stages.forEach(stage -> executions.tell(
                nested,
                new Input.Reported(OperationId.of(nested, stage.id(), "apply", 1), new Report.Succeeded(outputs), AT),
                sent));

        // Then
        var report = sent.of(ExecutionCommand.ReportNested.class).getFirst();
        assertThat(MessageCodec.value(report)).hasSizeLessThan(200_000);
        assertThat(Reports.of(report))
                .isInstanceOfSatisfying(
                        Report.Succeeded.class,
                        told -> assertThat(told.outputs().keySet())
                                .hasSize(64)
                                .contains("execution", "status", "stage-10.output10", "stage-10.output71")
                                .doesNotContain("stage-10.output72", "stage-11.output10"));
    }

    @Test
    void shouldSayThatAnExecutionIsUnknown() {
        // When
        boolean known = executions.tell(new ExecutionId("nobody"), new Input.Started(AT), sent);

        // Then
        assertThat(known).isFalse();
    }

    @Test
    void shouldBarWhoAskedForARerunFromItsQuestion() {
        // Given
        store.limit("shop", new Concurrency(2, WhenFull.QUEUE));
        planned = planned(Plans.of(Plans.judgement("approve").done()));
        start("shop-1");
        sent.messages.clear();

        // When
        rerun("shop-2", "shop-1", "eve");

        // Then
        assertThat(sent.of(JudgementCommand.Open.class)).singleElement().satisfies(open -> {
            assertThat(open.requester()).isEqualTo("ann");
            assertThat(open.spec().barredOrNone()).containsExactly("eve");
        });
    }

    @Test
    void shouldBarAllWhoAskedForReruns() {
        // Given
        store.limit("shop", new Concurrency(4, WhenFull.QUEUE));
        planned = planned(Plans.of(Plans.judgement("approve").done()));
        start("shop-1");
        rerun("shop-2", "shop-1", "eve");
        rerun("shop-3", "shop-2", "fay");
        sent.messages.clear();

        // When
        rerun("shop-4", "shop-3", "gus");

        // Then
        assertThat(sent.of(JudgementCommand.Open.class))
                .singleElement()
                .satisfies(open -> assertThat(open.spec().barredOrNone()).containsExactly("gus", "fay", "eve"));
    }

    @Test
    void shouldTellANestedExecutionWhoAskedForTheRerun() {
        // Given
        store.limit("shop", new Concurrency(2, WhenFull.QUEUE));
        var nested = new StepAction.RunPipeline("shop-check", Map.of(), List.of(), "shop", false);
        planned =
                planned(Plans.of(Plans.stage("check", Plans.step("run", nested)).done()));
        start("shop-1");
        sent.messages.clear();

        // When
        rerun("shop-2", "shop-1", "eve");

        // Then
        assertThat(sent.of(ExecutionCommand.Start.class)).singleElement().satisfies(start -> {
            assertThat(start.trigger().user()).isEqualTo("ann");
            assertThat(start.trigger().attributes()).containsEntry("startedBy", "eve");
        });
    }

    @Test
    void shouldTellANestedExecutionOfARerunWhoStartedTheOneBefore() {
        // Given
        store.limit("shop", new Concurrency(2, WhenFull.QUEUE));
        var nested = new StepAction.RunPipeline("shop-check", Map.of(), List.of(), "shop", false);
        var plain = Plans.of(Plans.stage("check", Plans.step("run", nested)).done());
        var trigger =
                new TriggerInfo("pipeline", "pipeline:build", "1", null, Map.of("user", "ann", "startedBy", "dana"));
        planned = planned(new Plan(
                "shop", "shop", plain.definition(), trigger, Map.of(), List.of(), plain.timeout(), plain.stages()));
        start("shop-1");
        sent.messages.clear();

        // When
        rerun("shop-2", "shop-1", "eve");

        // Then
        assertThat(sent.of(ExecutionCommand.Start.class))
                .singleElement()
                .satisfies(start -> assertThat(start.trigger().attributes())
                        .containsEntry("user", "ann")
                        .containsEntry("startedBy", "eve")
                        .containsEntry("startedByOthers", "dana"));
    }

    private void rerun(String id, String of, String person) {
        var by = new Actor(person, List.of("admin"));
        starts.rerun(
                new ExecutionCommand.Rerun(new ExecutionId(id), "shop", new ExecutionId(of), by, "again", AT),
                AT,
                sent);
    }

    private void start(String id) {
        starts.start(command(id, "shop"), FileAnswers.NONE, AT, sent);
    }

    private void succeed(String id) {
        var operation = new OperationId(id + "/one/apply/1");
        executions.tell(new ExecutionId(id), new Input.Reported(operation, new Report.Succeeded(Map.of()), AT), sent);
    }

    private void fail(String id) {
        var operation = new OperationId(id + "/one/apply/1");
        var report = new Report.Failed("quota", Map.of());
        executions.tell(new ExecutionId(id), new Input.Reported(operation, report, AT), sent);
    }

    private void intervene(String id, Intervention intervention) {
        var request = new Input.InterventionRequested("request-1", intervention, ANN, "incident 17", null, AT);
        executions.tell(new ExecutionId(id), request, sent);
    }

    private ExecutionStatus status(String id) {
        return store.get(id).state().status();
    }

    private Plan plan() {
        return ((Planning.Planned) planned).plan();
    }

    private static ExecutionCommand.Start command(String id, String pipeline) {
        return new ExecutionCommand.Start(
                new ExecutionId(id),
                pipeline,
                new TriggerInfo("manual", "console", id, "ann", Map.of()),
                Map.of(),
                List.of(),
                AT,
                new Actor("ann", List.of("deployer")));
    }

    private static DefinitionCommand.Apply apply(String name) {
        return new DefinitionCommand.Apply(
                DefinitionKind.PIPELINE, name, "shop.yaml", "kind: Pipeline", Map.of(), ANN, AT);
    }

    static DefinitionVersion version(String name) {
        return new DefinitionVersion(
                DefinitionKind.PIPELINE, name, Digest.of(name), "shop.yaml", "kind: Pipeline", Map.of(), "ann", AT);
    }

    private static Planning.Outcome planned(Plan plan) {
        return new Planning.Planned(plan, Digest.of(plan.toString()));
    }
}
