package io.gennaker.orchestrator.intake;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionProof;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.execution.Decision;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Plans;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Reports;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.definition.ChosenObject;
import io.gennaker.pipeline.definition.Operation;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlanDigest;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.provenance.Envelope;
import io.gennaker.provenance.SigningKey;
import io.gennaker.provenance.Statement;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reruns, replays and signed provenance, over stores in memory.
class ProofsTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Actor BOB = new Actor("bob", List.of("deployer"));
    private static final ExecutionId FIRST = new ExecutionId("shop-1");
    private static final ExecutionId LARGE = new ExecutionId("shop-large");
    private static final ExecutionId AGAIN = new ExecutionId("shop-2");
    private static final Plan PLAN = Plans.ofArtifacts(Plans.deploy("one").done());
    private static final Decider DECIDER = (state, input, plan) ->
            Saga.decide(state, input, plan, (expression, ofPlan, stages) -> new ConditionResult.Met());

    private Plan planned = PLAN;
    private Optional<String> application = Optional.empty();
    private final InMemoryStore store = new InMemoryStore();
    private final Sent sent = new Sent();
    private final SigningKey key = SigningKey.generate();
    private final Executions executions = new Executions(
            store,
            store,
            DECIDER,
            new DeliveryFacts(""),
            store,
            new Freezes(store, new PipelineLanguage()),
            Renewal.NONE,
            Optional.of(new Attestation(key, store)));
    private final Starts starts = new Starts(
            store,
            (pipeline, clusters, command, prior) -> new Planning.Planned(planned, PlanDigest.of(planned)),
            store,
            store,
            executions,
            store,
            store,
            _ -> application);

    @BeforeEach
    void deliverOnce() {
        store.put(ExecutionsTest.version("shop"));
        store.limit("shop", new Concurrency(1, Concurrency.WhenFull.QUEUE));
        start(FIRST);
        succeed(FIRST);
    }

    private void start(ExecutionId id) {
        starts.start(
                new ExecutionCommand.Start(
                        id,
                        "shop",
                        new TriggerInfo("manual", "console", "1", "ann", Map.of()),
                        Map.of(),
                        List.of(),
                        AT,
                        new Actor("ann", List.of("deployer"))),
                FileAnswers.NONE,
                AT,
                sent);
    }

    private void succeed(ExecutionId id) {
        succeed(id, "one", Map.of("decidedBy", "eve"));
    }

    private void succeed(ExecutionId id, String stage, Map<String, String> facts) {
        var operation = OperationId.of(id, stage, "apply", 1);
        var report = Reports.of(new DeploymentEvent.Succeeded(id, operation, facts, AT))
                .orElseThrow();
        executions.tell(id, new Input.Reported(operation, report, AT), sent);
    }

    @Test
    void shouldRunTheSamePlanOnceMoreAndSayWhoAskedAndWhy() {
        // When
        starts.rerun(rerun(FIRST), AT, sent);

        // Then
        var accepted = sent.of(ExecutionEvent.Accepted.class);
        assertThat(accepted).extracting(ExecutionEvent.Accepted::executionId).containsExactly(FIRST, AGAIN);
        assertThat(accepted.getLast().planDigest())
                .isEqualTo(accepted.getFirst().planDigest());
        assertThat(accepted.getLast().trigger())
                .isEqualTo(
                        new TriggerInfo("rerun", "shop-1", "shop-2", "bob", Map.of("reason", "the cluster was away")));
        assertThat(store.get("shop-2").state()).isInstanceOf(ExecutionState.Running.class);
    }

    @Test
    void shouldRefuseToRunAgainWhatIsNotKnown() {
        // When
        starts.rerun(rerun(new ExecutionId("nobody")), AT, sent);

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class))
                .singleElement()
                .extracting(ExecutionEvent.Refused::reason)
                .isEqualTo("execution 'nobody' is not known");
    }

    @Test
    void shouldRefuseToRunAgainForWhoMayNotInTheApplicationThatThePipelineIsOfByNow() {
        // Given
        application = Optional.of("payments");
        var theirs = new Actor("bob", List.of("deployer@shop"));

        // When
        starts.rerun(new ExecutionCommand.Rerun(AGAIN, "shop", FIRST, theirs, "again", AT), AT, sent);

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.reason()).contains("bob may not run in application payments");
            assertThat(refused.application()).isEqualTo("payments");
        });
        assertThat(store.exists(AGAIN)).isFalse();
    }

    @Test
    void shouldRefuseToRunAgainForWhoMayNotInTheApplicationOfThePlan() {
        // Given
        application = Optional.of("payments");
        var theirs = new Actor("bob", List.of("deployer@payments"));

        // When
        starts.rerun(new ExecutionCommand.Rerun(AGAIN, "shop", FIRST, theirs, "again", AT), AT, sent);

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class))
                .singleElement()
                .extracting(ExecutionEvent.Refused::reason)
                .asString()
                .contains("bob may not run in application shop");
    }

    @Test
    void shouldFindTheSameDecisionsInWhatWasRecorded() {
        // When
        var proof = new Replays(store, store, DECIDER).replay(replay(FIRST), AT);

        // Then
        assertThat(proof).contains(new ExecutionProof.Replayed(FIRST, "r", 2, true, null, AT));
    }

    @Test
    void shouldFindTheSameDecisionsOfOneThatAStageAskedForAndThatWaits() {
        // Given
        start(AGAIN);
        var nested = new ExecutionId("shop-nested");
        var stage = new TriggerInfo("stage", "cart-1", "cart-1/down/run/1", null, Map.of("application", "shop"));
        starts.start(
                new ExecutionCommand.Start(nested, "shop", stage, Map.of(), List.of(), AT), FileAnswers.NONE, AT, sent);
        executions.tell(
                nested, new Input.InterventionRequested("r1", new Intervention.Pause(), BOB, "why", null, AT), sent);

        // When
        var replayed = new Replays(store, store, DECIDER).replay(replay(nested), AT);

        // Then
        assertThat(store.get("shop-nested").state().status()).isEqualTo(ExecutionStatus.QUEUED);
        assertThat(replayed)
                .get()
                .extracting(ExecutionProof.Replayed::difference)
                .isNull();
    }

    @Test
    void shouldShowTheFirstDifferenceWhenTheEngineDecidesOtherwise() {
        // Given
        Decider forgetful = (state, input, plan) ->
                input instanceof Input.Reported ? new Decision(state, List.of()) : DECIDER.decide(state, input, plan);

        // When
        var proof =
                new Replays(store, store, forgetful).replay(replay(FIRST), AT).orElseThrow();

        // Then
        assertThat(proof.same()).isFalse();
        assertThat(proof.difference()).startsWith("move 2, Reported[operation=shop-1/one/apply/1");
    }

    @Test
    void shouldKnowNothingOfWhatItNeverRan() {
        // When
        var proof = new Replays(store, store, DECIDER).replay(replay(new ExecutionId("nobody")), AT);

        // Then
        assertThat(proof).isEmpty();
    }

    @Test
    void shouldSignWhatWasDeliveredWhenItEnds() {
        // When
        var statement = statement(FIRST);

        // Then
        assertThat(statement.at("/subject/0/name").asText()).isEqualTo("us.gcr.io/acme/shop");
        assertThat(statement.at("/subject/0/digest/sha256").asText())
                .isEqualTo(Plans.IMAGE.digest().hex());
        assertThat(statement.findValuesAsText("name")).contains("definition", "manifests one/apply", "record");
        assertThat(statement
                        .at("/predicate/buildDefinition/internalParameters/plan")
                        .asText())
                .isEqualTo(PlanDigest.of(PLAN).value());
        assertThat(statement
                        .at("/predicate/runDetails/gennaker_delivery/status")
                        .asText())
                .isEqualTo("SUCCEEDED");
        assertThat(statement
                        .at("/predicate/runDetails/gennaker_delivery/stages/0/facts/decidedBy")
                        .asText())
                .isEqualTo("eve");
    }

    @Test
    void shouldNameTheTextsOfWhatIsWrittenAsTheyArePlanned() {
        // Given
        var patch = CompressedText.of("spec: {replicas: 3}");
        var late = CompressedText.of("metadata: {name: '${variables.late}'}");
        planned = Plans.ofArtifacts(
                Plans.deploy("one").done(),
                afterOne("patch", new StepAction.Deploy(patchOf(patch))),
                afterOne("late-patch", deferred(lateOf(patch))),
                afterOne(
                        "late",
                        deferred(new DeferredWork.Render(Plans.PRODUCTION, "shop", late, false, false, List.of()))));
        start(LARGE);
        var failed = new Report.Failed("no", Map.of());

        // When
        executions.tell(LARGE, new Input.Reported(OperationId.of(LARGE, "one", "apply", 1), failed, AT), sent);

        // Then
        var materials = statement(LARGE).at("/predicate/buildDefinition/resolvedDependencies");
        assertThat(materials.findValuesAsText("name"))
                .contains("manifests one/apply", "patch patch/write", "patch late-patch/write", "manifests late/write");
        assertThat(materials.findValuesAsText("sha256"))
                .contains(Digest.of(patch.text()).hex(), Digest.of(late.text()).hex());
    }

    private static PlannedStage afterOne(String id, StepAction action) {
        return Plans.stage(id, Plans.step("write", action)).needing("one").done();
    }

    private static DeploymentTask patchOf(CompressedText patch) {
        var object = new ObjectReference("apps/v1", "Deployment", "shop");
        return new DeploymentTask.PatchObject(Plans.PRODUCTION, "shop", object, PatchStyle.MERGE, patch);
    }

    private static DeferredWork lateOf(CompressedText patch) {
        var object = new ChosenObject("apps/v1", "Deployment", "${variables.late}", Map.of());
        var operation = new Operation.Patch("patch.yaml", PatchStyle.MERGE, false);
        return new DeferredWork.Operate(Plans.PRODUCTION, "shop", object, operation, patch, List.of());
    }

    private static StepAction deferred(DeferredWork work) {
        return new StepAction.Deferred(work, Map.of(), Map.of());
    }

    /// What an execution says about itself must never keep it from ending.
    @Test
    void shouldSignWithoutFactsWhenTheyAreMoreThanAMessageHolds() {
        // Given
        var stages = IntStream.range(0, 20)
                .mapToObj(i -> Plans.deploy("stage-" + i).done())
                .toArray(PlannedStage[]::new);
        planned = Plans.ofArtifacts(stages);
        start(LARGE);

        // When
        for (PlannedStage stage : stages) {
            succeed(LARGE, stage.id(), incompressible());
        }

        // Then
        assertThat(store.get("shop-large").state()).isInstanceOf(ExecutionState.Ended.class);
        assertThat(statement(LARGE)
                        .at("/predicate/runDetails/gennaker_delivery/stages/0")
                        .toString())
                .isEqualTo("{\"id\":\"stage-0\",\"kind\":\"test\",\"status\":\"SUCCEEDED\",\"facts\":{}}");
    }

    /// Only the message that brings them bounds them.
    @Test
    void shouldSignWithoutInputsWhenTheyAreMoreThanAMessageHolds() {
        // Given
        planned = Plans.with(
                Map.of("config", base64(750_000)), Plans.deploy("one").done());
        start(LARGE);

        // When
        succeed(LARGE);

        // Then
        assertThat(store.get("shop-large").state()).isInstanceOf(ExecutionState.Ended.class);
        var definition = statement(LARGE).at("/predicate/buildDefinition");
        assertThat(definition.at("/externalParameters").toString())
                .isEqualTo("{\"pipeline\":\"shop\",\"application\":\"shop\",\"trigger\":{\"kind\":\"manual\","
                        + "\"source\":\"console\",\"eventId\":\"1\",\"user\":\"ann\"}}");
        assertThat(definition.at("/internalParameters/plan").asText())
                .isEqualTo(PlanDigest.of(planned).value());
        assertThat(definition.at("/resolvedDependencies").findValuesAsText("name"))
                .containsExactly("us.gcr.io/acme/shop", "us.gcr.io/acme/tool");
    }

    private static String base64(int characters) {
        byte[] bytes = new byte[characters / 4 * 3];
        new Random(1).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, String> incompressible() {
        var random = new Random(1);
        var facts = new TreeMap<String, String>();
        for (int i = 0; i < 64; i++) {
            facts.put(
                    "fact" + i,
                    random.ints(1_000, '!', '~').mapToObj(Character::toString).collect(joining()));
        }
        return facts;
    }

    @Test
    void shouldSignWhoseRerunItWas() {
        // Given
        starts.rerun(rerun(FIRST), AT, sent);

        // When
        succeed(AGAIN);

        // Then
        assertThat(statement(AGAIN)
                        .at("/predicate/buildDefinition/externalParameters/rerun")
                        .toString())
                .isEqualTo("{\"of\":\"shop-1\",\"by\":\"bob\",\"reason\":\"the cluster was away\"}");
    }

    private JsonNode statement(ExecutionId id) {
        var attested = sent.of(ExecutionProof.Attested.class).stream()
                .filter(proof -> proof.executionId().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(attested.keyId()).isEqualTo(key.verifying().id());
        return Statement.verify(Envelope.read(attested.envelope().text()), List.of(key.verifying()));
    }

    private static ExecutionCommand.Rerun rerun(ExecutionId of) {
        return new ExecutionCommand.Rerun(AGAIN, "shop", of, BOB, "the cluster was away", AT);
    }

    private static ExecutionCommand.Replay replay(ExecutionId id) {
        return new ExecutionCommand.Replay(id, "r", BOB, AT);
    }
}
