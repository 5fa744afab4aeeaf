package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Concurrency.WhenFull;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Plans;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Starts while an application is frozen. The plans are of application `shop`.
class FreezesTest {
    private static final Instant AT = Instant.parse("2026-12-24T10:00:00Z");
    private static final Instant END = Instant.parse("2026-12-27T08:00:00Z");
    private static final Actor ANN = new Actor("ann", List.of("deployer"));
    private static final Plan PLAN = Plans.of(Plans.deploy("one").done());
    private static final String CHRISTMAS = """
            apiVersion: gennaker/v1
            kind: Freeze
            metadata: {name: christmas}
            spec:
              applications: ["sh*"]
              times: [{from: 2026-12-23T18:00:00+01:00, to: 2026-12-27T09:00:00+01:00}]
              reason: Nobody is there to help
            """;
    private static final String ENDLESS = """
            apiVersion: gennaker/v1
            kind: Freeze
            metadata: {name: incident}
            spec: {applications: [shop], reason: "Incident 17"}
            """;

    private final InMemoryStore store = new InMemoryStore();
    private final Sent sent = new Sent();
    private final PipelineLanguage language = new PipelineLanguage();
    private final Freezes freezes = new Freezes(store, language);
    private final Executions executions = new Executions(
            store,
            store,
            (state, input, plan) ->
                    Saga.decide(state, input, plan, (expression, at, stages) -> new ConditionResult.Met()),
            new DeliveryFacts(""),
            store,
            freezes,
            Renewal.NONE,
            Optional.empty());
    private final Starts starts = new Starts(
            store,
            (pipeline, clusters, command, prior) -> new Planning.Planned(
                    plan(command.trigger()), Digest.of(command.trigger().kind())),
            store,
            store,
            executions,
            store,
            store,
            _ -> Optional.empty());
    private final DefinitionChanges changes = new DefinitionChanges(language, store, store, executions);

    @BeforeEach
    void pipeline() {
        store.put(new DefinitionVersion(
                DefinitionKind.PIPELINE, "shop", Digest.of("d"), "shop.yaml", "kind: Pipeline", Map.of(), "ann", AT));
        store.limit("shop", new Concurrency(1, WhenFull.QUEUE));
    }

    @Test
    void shouldHoldAStartUntilTheFreezeEndsAndSayWhy() {
        // Given
        freeze(CHRISTMAS);

        // When
        start("shop-1", "registry", null);

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.QUEUED);
        assertThat(sent.of(ExecutionEvent.Accepted.class))
                .extracting(ExecutionEvent.Accepted::status)
                .containsExactly(ExecutionStatus.QUEUED);
        assertThat(sent.of(ExecutionEvent.Frozen.class))
                .containsExactly(new ExecutionEvent.Frozen(
                        new ExecutionId("shop-1"), "christmas", "Nobody is there to help", END, AT));
        executions.fillPlaces("shop", AT, sent);
        assertThat(sent.places).containsExactly(Map.entry("shop", END));
    }

    @Test
    void shouldLookOnceMoreWhetherTheFreezeThatHoldsAStartIsStillThere() {
        // Given
        freeze(CHRISTMAS);
        start("shop-1", "registry", null);
        var look = Objects.requireNonNull(sent.places.get("shop"));

        // When
        store.remove(DefinitionKind.FREEZE, "christmas");
        executions.fillPlaces("shop", look, sent);

        // Then
        assertThat(look).isBetween(AT, AT.plus(Duration.ofMinutes(1)));
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void shouldStartInTheirOrderWhenTheFreezeEnds() {
        // Given
        freeze(CHRISTMAS);
        start("shop-1", "registry", null);
        start("shop-2", "registry", null);

        // When
        executions.fillPlaces("shop", END, sent);

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.QUEUED);
        assertThat(sent.of(ExecutionEvent.Thawed.class))
                .containsExactly(new ExecutionEvent.Thawed(new ExecutionId("shop-2"), END));
        report("shop-1", new Report.Succeeded(Map.of()), END);
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void shouldNotLetANewOneOvertakeThoseThatWaitedWhenTheFreezeHasJustEnded() {
        // Given
        store.limit("shop", new Concurrency(2, WhenFull.QUEUE));
        freeze(CHRISTMAS);
        start("shop-1", "registry", null);

        // When
        start("shop-2", "registry", null, END);

        // Then
        assertThat(sent.of(ExecutionEvent.Started.class))
                .extracting(started -> started.executionId().value())
                .containsExactly("shop-1", "shop-2");
    }

    @Test
    void shouldStartNothingBeforeTheEndWhoeverAsks() {
        // Given
        freeze(CHRISTMAS);
        start("shop-1", "registry", null);

        // When
        executions.fillPlaces("shop", END.minusMillis(1), sent);

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.QUEUED);
        assertThat(sent.of(ExecutionEvent.Frozen.class)).hasSize(1);
    }

    @Test
    void shouldHoldThoseThatWaitedForAPlaceWhenOneIsFreeInAFreeze() {
        // Given
        start("shop-1", "registry", null);
        start("shop-2", "registry", null);
        freeze(CHRISTMAS);

        // When
        succeed("shop-1");

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.QUEUED);
        assertThat(sent.of(ExecutionEvent.Frozen.class))
                .extracting(frozen -> frozen.executionId().value())
                .containsExactly("shop-2");
    }

    @Test
    void shouldAskAgainAtOnceWhenAFreezeIsRemoved() {
        // Given
        freeze(CHRISTMAS);
        start("shop-1", "registry", null);

        // When
        changes.remove(new DefinitionCommand.Remove(DefinitionKind.FREEZE, "christmas", ANN, AT), AT, sent);

        // Then
        assertThat(sent.placesSoon).containsExactly("shop");
        executions.fillPlaces("shop", AT, sent);
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void shouldTellTheNewEndWhenAFreezeIsMadeLonger() {
        // Given
        freeze(CHRISTMAS);
        start("shop-1", "registry", null);

        // When
        freeze(CHRISTMAS.replace("to: 2026-12-27", "to: 2026-12-28"));
        executions.fillPlaces("shop", AT, sent);

        // Then
        assertThat(sent.of(ExecutionEvent.Frozen.class))
                .extracting(ExecutionEvent.Frozen::until)
                .containsExactly(END, END.plus(Duration.ofDays(1)));
        assertThat(sent.places).containsExactly(Map.entry("shop", END.plus(Duration.ofDays(1))));
    }

    @Test
    void shouldNameTheFreezeThatEndsLast() {
        // Given
        freeze(CHRISTMAS);
        freeze(ENDLESS);

        // When
        start("shop-1", "registry", null);

        // Then
        assertThat(sent.of(ExecutionEvent.Frozen.class))
                .containsExactly(
                        new ExecutionEvent.Frozen(new ExecutionId("shop-1"), "incident", "Incident 17", null, AT));
        sent.places.clear();
        executions.fillPlaces("shop", AT, sent);
        assertThat(sent.places).isEmpty();
    }

    @Test
    void shouldRefuseWhatTriggersAskForAndHoldWhatPeopleAskForWhenAFreezeRejects() {
        // Given
        freeze(CHRISTMAS + "  arriving: reject\n");

        // When
        start("shop-1", "registry", null);
        start("shop-2", "manual", "ann");

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class))
                .extracting(ExecutionEvent.Refused::reason)
                .containsExactly("frozen until 2026-12-27T08:00:00Z by christmas: Nobody is there to help");
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.QUEUED);
    }

    @Test
    void shouldNotTouchOtherApplications() {
        // Given
        freeze(CHRISTMAS.replace("sh*", "cart"));

        // When
        start("shop-1", "registry", null);

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void shouldLetAnExecutionOvertakeTheFrozenOnesWhenAPersonOverridesTheFreeze() {
        // Given
        freeze(CHRISTMAS);
        start("shop-1", "registry", null);
        start("shop-2", "registry", null);

        // When
        override("shop-2");

        // Then
        assertThat(sent.placesSoon).containsExactly("shop");
        executions.fillPlaces("shop", AT, sent);
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.QUEUED);
        assertThat(sent.of(ExecutionEvent.Intervened.class))
                .containsExactly(new ExecutionEvent.Intervened(
                        new ExecutionId("shop-2"),
                        "request-1",
                        new Intervention.OverrideFreeze(),
                        ANN,
                        "hotfix",
                        ExecutionStatus.QUEUED,
                        AT));
    }

    @Test
    void shouldRefuseToOverrideWhatNoFreezeHolds() {
        // Given
        start("shop-1", "registry", null);
        start("shop-2", "registry", null);

        // When
        override("shop-2");

        // Then
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.QUEUED);
        assertThat(sent.of(ExecutionEvent.InterventionRefused.class))
                .extracting(ExecutionEvent.InterventionRefused::refusal)
                .containsExactly("no freeze holds it; it waits for its place");
    }

    @Test
    void shouldCancelWhatWaitsForTheEndOfAFreeze() {
        // Given
        freeze(CHRISTMAS);
        start("shop-1", "registry", null);

        // When
        executions.tell(new ExecutionId("shop-1"), new Input.CancelRequested(ANN, "not needed", AT), sent);

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.CANCELLED);
    }

    @Test
    void shouldLetThoseStartThatARunningExecutionBegins() {
        // Given
        freeze(CHRISTMAS);
        start("shop-1", "registry", null);

        // When
        start("shop-2", "stage", null);

        // Then
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.QUEUED);
    }

    @Test
    void shouldCountTheTimeToStartWithinFromTheEndOfTheFreeze() {
        // Given
        store.limit("shop", new Concurrency(1, WhenFull.QUEUE, Duration.ofHours(4)));
        freeze(CHRISTMAS);

        // When
        start("shop-1", "registry", null);
        start("shop-2", "registry", null);
        executions.fillPlaces("shop", END.plusSeconds(1), sent);

        // Then
        assertThat(sent.startBy)
                .containsEntry(new ExecutionId("shop-1"), END.plus(Duration.ofHours(4)))
                .containsEntry(new ExecutionId("shop-2"), END.plusSeconds(1).plus(Duration.ofHours(4)));
    }

    @Test
    void shouldCountTheTimeToStartWithinFromTheOverrideOnOfOneThatNoFreezeHoldsAnyMore() {
        // Given
        store.limit("shop", new Concurrency(1, WhenFull.QUEUE, Duration.ofHours(4)));
        start("shop-1", "registry", null);
        freeze(ENDLESS);
        start("shop-2", "registry", null);
        assertThat(sent.timers).doesNotContain("shop-2/start-by/PT4H");

        // When
        override("shop-2");
        executions.fillPlaces("shop", AT, sent);

        // Then
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.QUEUED);
        assertThat(sent.timers).contains("shop-2/start-by/PT4H");
        assertThat(sent.startBy).containsEntry(new ExecutionId("shop-2"), AT.plus(Duration.ofHours(4)));
    }

    @Test
    void shouldNotCountTheTimeToStartWithinAnewWhenTheFreezeIsOverriddenOnceMore() {
        // Given
        store.limit("shop", new Concurrency(1, WhenFull.QUEUE, Duration.ofHours(4)));
        start("shop-1", "registry", null);
        freeze(ENDLESS);
        start("shop-2", "registry", null);
        override("shop-2");
        sent.timers.clear();

        // When
        override("shop-2");

        // Then
        assertThat(sent.of(ExecutionEvent.InterventionRefused.class)).hasSize(1);
        assertThat(sent.timers).isEmpty();
    }

    @Test
    void shouldForgetTheTimeToStartWithinThatWasChangedMeanwhile() {
        // Given
        store.limit("shop", new Concurrency(1, WhenFull.QUEUE, Duration.ofHours(1)));
        start("shop-1", "registry", null);
        start("shop-2", "registry", null);
        assertThat(sent.timers).contains("shop-2/start-by/PT1H");

        // When
        store.limit("shop", new Concurrency(1, WhenFull.QUEUE));
        freeze(CHRISTMAS);
        report("shop-1", new Report.Succeeded(Map.of()), AT);
        executions.fillPlaces("shop", AT, sent);

        // Then
        assertThat(status("shop-2")).isEqualTo(ExecutionStatus.QUEUED);
        assertThat(sent.timers).noneMatch(timer -> timer.startsWith("shop-2/start-by/"));
    }

    @Test
    void shouldHoldAnExecutionThatIsOpenedAgain() {
        // Given
        start("shop-1", "registry", null);
        report("shop-1", new Report.Failed("quota", Map.of()));
        freeze(CHRISTMAS);

        // When
        intervene("shop-1", new Intervention.Retry("one"));

        // Then
        assertThat(status("shop-1")).isEqualTo(ExecutionStatus.QUEUED);
        assertThat(sent.of(ExecutionEvent.Frozen.class)).hasSize(1);
    }

    @Test
    void shouldBeDecidedTheSameWhenItsHistoryIsToldAgain() {
        // Given
        freeze(CHRISTMAS);
        start("shop-1", "registry", null);
        override("shop-1");
        executions.fillPlaces("shop", AT, sent);
        succeed("shop-1");

        // When
        ExecutionState replayed = new ExecutionState.Queued(new ExecutionId("shop-1"));
        for (Fact fact : store.facts) {
            replayed = Saga.decide(replayed, fact.input(), PLAN, (expression, at, stages) -> new ConditionResult.Met())
                    .next();
        }

        // Then
        assertThat(replayed).isEqualTo(store.get("shop-1").state());
        assertThat(store.facts).hasSize(4);
    }

    private static Plan plan(TriggerInfo trigger) {
        return new Plan(
                PLAN.pipeline(),
                "shop",
                PLAN.definition(),
                trigger,
                PLAN.parameters(),
                PLAN.artifacts(),
                PLAN.timeout(),
                PLAN.stages());
    }

    private void freeze(String document) {
        String name = document.contains("incident") ? "incident" : "christmas";
        var problems = changes.apply(
                new DefinitionCommand.Apply(DefinitionKind.FREEZE, name, "freeze.yaml", document, Map.of(), ANN, AT),
                AT,
                sent);
        assertThat(problems).isEmpty();
    }

    private void start(String id, String kind, @Nullable String user) {
        start(id, kind, user, AT);
    }

    private void start(String id, String kind, @Nullable String user, Instant at) {
        var trigger = new TriggerInfo(kind, "outer-1", "outer-1/nested/run/1", user, Map.of());
        starts.start(
                new ExecutionCommand.Start(new ExecutionId(id), "shop", trigger, Map.of(), List.of(), at, ANN),
                FileAnswers.NONE,
                at,
                sent);
    }

    private void override(String id) {
        intervene(id, new Intervention.OverrideFreeze());
    }

    private void intervene(String id, Intervention intervention) {
        var request = new Input.InterventionRequested("request-1", intervention, ANN, "hotfix", null, AT);
        executions.tell(new ExecutionId(id), request, sent);
    }

    private void succeed(String id) {
        report(id, new Report.Succeeded(Map.of()));
    }

    private void report(String id, Report report) {
        report(id, report, AT);
    }

    private void report(String id, Report report, Instant at) {
        executions.tell(
                new ExecutionId(id), new Input.Reported(new OperationId(id + "/one/apply/1"), report, at), sent);
    }

    private ExecutionStatus status(String id) {
        return store.get(id).state().status();
    }
}
