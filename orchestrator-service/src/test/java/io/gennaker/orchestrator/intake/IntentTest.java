package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.DeliveryFact;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageCommand;
import io.gennaker.contracts.ImageEvent;
import io.gennaker.contracts.ImageReference;
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
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlanDigest;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A rollback moves what is meant to run, so that nothing brings back by itself what was taken back.
class IntentTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Plan PLAN = Plans.ofArtifacts(
            Plans.undoableDeploy("one").done(),
            Plans.deploy("two").needing("one").done());

    private Plan plan = PLAN;
    private ConditionResult condition = new ConditionResult.Met();
    private final InMemoryStore store = new InMemoryStore();
    private final Sent sent = new Sent();
    private final Executions executions = new Executions(
            store,
            store,
            (state, input, plan) -> Saga.decide(state, input, plan, (expression, at, stages) -> condition),
            new DeliveryFacts(""),
            store,
            new Freezes(store, new PipelineLanguage()),
            Renewal.NONE,
            Optional.empty());
    private final Starts starts = new Starts(
            store,
            (pipeline, clusters, command, prior) -> new Planning.Planned(plan, PlanDigest.of(plan)),
            store,
            store,
            executions,
            store,
            store,
            _ -> Optional.empty());

    @BeforeEach
    void pipeline() {
        store.put(new DefinitionVersion(
                DefinitionKind.PIPELINE, "shop", Digest.of("d"), "shop.yaml", "kind: Pipeline", Map.of(), "ann", AT));
        store.limit("shop", new Concurrency(1, WhenFull.QUEUE));
    }

    private void start(String id, @Nullable String user) {
        starts.start(
                new ExecutionCommand.Start(
                        new ExecutionId(id),
                        "shop",
                        new TriggerInfo("registry", "gcr", id, user, Map.of()),
                        Map.of(),
                        List.of(),
                        AT),
                FileAnswers.NONE,
                AT,
                sent);
    }

    private void report(String id, String step, Report report) {
        report(id, step, 1, report);
    }

    private void report(String id, String step, int attempt, Report report) {
        executions.tell(
                new ExecutionId(id),
                new Input.Reported(new OperationId(id + "/" + step + "/" + attempt), report, AT),
                sent);
    }

    private void intervene(String id, Intervention intervention) {
        executions.tell(
                new ExecutionId(id),
                new Input.InterventionRequested("r", intervention, new Actor("ann", List.of()), "why", null, AT),
                sent);
    }

    private void rollBack(String id) {
        report(id, "one/apply", new Report.Succeeded(Map.of()));
        report(id, "two/apply", new Report.Failed("crash loop", Map.of()));
        report(id, "one/compensate-undo-apply", new Report.Succeeded(Map.of()));
    }

    private List<ExecutionEvent.Refused> refused() {
        return sent.of(ExecutionEvent.Refused.class);
    }

    @Test
    void shouldNotStartByItselfWhatWasTakenBack() {
        // Given
        start("shop-1", null);
        rollBack("shop-1");

        // When
        start("shop-2", null);

        // Then
        assertThat(store.get("shop-1").state().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(refused())
                .singleElement()
                .satisfies(event -> assertThat(event.reason())
                        .contains(Plans.IMAGE.pinned() + " was taken back by execution shop-1", "a start by a person"));
        assertThat(store.executions).doesNotContainKey(new ExecutionId("shop-2"));
    }

    @Test
    void shouldNotStartWhatWasTakenBackWhileItWaited() {
        // Given
        start("shop-1", null);
        start("shop-2", null);

        // When
        rollBack("shop-1");

        // Then
        assertThat(store.get("shop-2").state()).isInstanceOfSatisfying(ExecutionState.Ended.class, ended -> {
            assertThat(ended.status()).isEqualTo(ExecutionStatus.CANCELLED);
            assertThat(ended.ending().reason()).contains("was taken back by execution shop-1");
        });
        assertThat(sent.of(ExecutionEvent.Started.class)).hasSize(1);
    }

    @Test
    void shouldNotStartWhatIsTakenBackWhileAStartWaitsForThePlaces() {
        // Given
        start("shop-1", null);
        report("shop-1", "one/apply", new Report.Succeeded(Map.of()));
        report("shop-1", "two/apply", new Report.Failed("crash loop", Map.of()));
        store.meanwhile = () -> report("shop-1", "one/compensate-undo-apply", new Report.Succeeded(Map.of()));

        // When
        start("shop-2", null);

        // Then
        assertThat(store.get("shop-1").state().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(refused())
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).contains("was taken back by execution shop-1"));
    }

    @Test
    void shouldLetAPersonWantItAgainAndKeepItWhenItStays() {
        // Given
        start("shop-1", null);
        rollBack("shop-1");

        // When
        start("shop-2", "ann");
        report("shop-2", "one/apply", new Report.Succeeded(Map.of()));
        report("shop-2", "two/apply", new Report.Succeeded(Map.of()));
        start("shop-3", null);

        // Then
        assertThat(refused()).isEmpty();
        assertThat(store.get("shop-3").state().status()).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void shouldWithdrawOnlyWhatTheRollbackTookBack() {
        // Given
        start("shop-1", null);

        // When
        rollBack("shop-1");

        // Then
        assertThat(store.find("shop", PLAN.artifacts().subList(0, 1))).hasSize(1);
        assertThat(store.find("shop", PLAN.artifacts().subList(1, 2))).isEmpty();
        assertThat(store.find("cart", PLAN.artifacts())).isEmpty();
    }

    private void deliver(String id) {
        report(id, "one/apply", new Report.Succeeded(Map.of()));
        report(id, "two/apply", new Report.Succeeded(Map.of()));
    }

    @Test
    void shouldNotWithdrawWhatWasMeantToRunBefore() {
        // Given
        start("shop-1", null);
        deliver("shop-1");
        start("shop-2", null);

        // When
        rollBack("shop-2");
        start("shop-3", null);

        // Then
        assertThat(store.get("shop-2").state().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(store.get("shop-3").state().status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(sent.of(ImageEvent.Withdrawn.class)).isEmpty();
        assertThat(sent.of(DeliveryFact.ServiceRolledback.class)).isEmpty();
    }

    @Test
    void shouldWithdrawOnlyWhatTheExecutionBrought() {
        // Given
        var worker = artifact("worker", "worker 1");
        plan = applying(artifact("api", "api 1"), worker);
        start("shop-1", null);
        report("shop-1", "one/apply", new Report.Succeeded(Map.of()));
        report("shop-1", "one/run", new Report.Succeeded(Map.of()));
        var brought = artifact("api", "api 2");
        plan = applying(brought, worker);
        start("shop-2", null);

        // When
        report("shop-2", "one/apply", new Report.Succeeded(Map.of()));
        report("shop-2", "one/run", new Report.Failed("crash loop", Map.of()));
        report("shop-2", "one/compensate-undo", new Report.Succeeded(Map.of()));

        // Then
        assertThat(sent.of(ImageEvent.Withdrawn.class))
                .extracting(ImageEvent.Withdrawn::digest)
                .containsExactly(brought.image().digest());
        assertThat(sent.of(DeliveryFact.ServiceRolledback.class))
                .extracting(fact -> fact.subject().id())
                .containsExactly("shop/api");
    }

    @Test
    void shouldNotMeanToRunWhatWasTakenBackWhateverBecomesOfItsImage() {
        // Given
        plan = applying(new Artifact("shop", Plans.IMAGE));
        start("shop-1", null);
        report("shop-1", "one/apply", new Report.Succeeded(Map.of()));
        report("shop-1", "one/run", new Report.Failed("crash loop", Map.of()));
        report("shop-1", "one/compensate-undo", new Report.Succeeded(Map.of()));

        // When
        withdraw();
        reinstate();

        // Then
        assertThat(store.get("shop-1").state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(store.lastSucceeded("shop")).isEmpty();
    }

    @Test
    void shouldNotMeanToRunWhatWasTakenBackAlsoWhereItBroughtNoImage() {
        // Given
        plan = applying(new Artifact("shop", Plans.IMAGE));
        start("shop-1", null);
        report("shop-1", "one/apply", new Report.Succeeded(Map.of()));
        report("shop-1", "one/run", new Report.Succeeded(Map.of()));
        var meant = store.lastSucceeded("shop");
        plan = applying(new Artifact("shop", Plans.IMAGE), artifact("tool", "tool"));
        start("shop-2", null);

        // When
        report("shop-2", "one/apply", new Report.Succeeded(Map.of()));
        report("shop-2", "one/run", new Report.Failed("crash loop", Map.of()));
        report("shop-2", "one/compensate-undo", new Report.Succeeded(Map.of()));

        // Then
        assertThat(store.get("shop-2").state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(store.lastSucceeded("shop")).isEqualTo(meant).isPresent();
    }

    private static Artifact artifact(String name, String content) {
        return new Artifact(name, new ImageReference("us.gcr.io/acme/" + name, "v1", Digest.of(content)));
    }

    /// A plan whose one stage applies these images, looks at them, and takes its own back where they are not good.
    private static Plan applying(Artifact... artifacts) {
        var manifests = Stream.of(artifacts)
                .map(artifact -> "image: " + artifact.image().pinned())
                .collect(Collectors.joining("\n"));
        var undo = new Compensation(
                "undo",
                "undo",
                new StepAction.UndoApply(Plans.PRODUCTION, "shop"),
                Plans.TIMEOUT,
                Compensation.Layer.WORKLOAD);
        var apply = new DeploymentTask.ApplyManifests(Plans.PRODUCTION, "shop", CompressedText.of(manifests));
        PlannedStage stage = Plans.stage(
                        "one",
                        Plans.step("apply", new StepAction.Deploy(apply), undo),
                        Plans.job("check").steps().getFirst())
                .onFailure(FailurePolicy.CONTINUE)
                .done();
        return new Plan(
                PLAN.pipeline(),
                PLAN.application(),
                PLAN.definition(),
                PLAN.trigger(),
                Map.of(),
                List.of(artifacts),
                Duration.ofHours(2),
                List.of(stage),
                Map.of());
    }

    private static final Actor EVE = new Actor("eve", List.of("deployer"));
    private final ImageChanges images = new ImageChanges(store);

    private void withdraw() {
        images.withdraw(
                new ImageCommand.Withdraw(
                        "shop", Plans.IMAGE.repository(), Plans.IMAGE.digest(), EVE, "it leaks addresses", AT),
                "shop",
                AT,
                sent);
    }

    private void reinstate() {
        images.reinstate(
                new ImageCommand.Reinstate(
                        "shop", Plans.IMAGE.repository(), Plans.IMAGE.digest(), EVE, "false alarm", AT),
                AT,
                sent);
    }

    @Test
    void shouldStartForNobodyWhatAPersonWithdrewAndSayWhoDidAndWhy() {
        // Given
        start("shop-1", "ann");
        report("shop-1", "one/apply", new Report.Succeeded(Map.of()));
        withdraw();
        report("shop-1", "two/apply", new Report.Succeeded(Map.of()));

        // When
        start("shop-2", "ann");
        starts.rerun(
                new ExecutionCommand.Rerun(
                        new ExecutionId("shop-3"), "shop", new ExecutionId("shop-1"), EVE, "again", AT),
                AT,
                sent);

        // Then
        assertThat(store.get("shop-1").state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(refused())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.reason())
                        .contains(
                                Plans.IMAGE.pinned() + " was withdrawn by eve",
                                "it leaks addresses",
                                "images reinstate"));
    }

    @Test
    void shouldStartAgainWhatWasReinstated() {
        // Given
        withdraw();

        // When
        reinstate();
        reinstate();
        start("shop-1", null);

        // Then
        assertThat(store.get("shop-1").state().status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(sent.of(ImageEvent.Reinstated.class)).singleElement().satisfies(event -> {
            assertThat(event.by()).isEqualTo(EVE);
            assertThat(event.reason()).isEqualTo("false alarm");
        });
    }

    @Test
    void shouldReinstateForTriggersWhatAnExecutionTookBack() {
        // Given
        start("shop-1", null);
        rollBack("shop-1");

        // When
        reinstate();
        start("shop-2", null);

        // Then
        assertThat(store.get("shop-2").state().status()).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void shouldTellWhatIsTakenBackAndWhatIsKeptAfterAll() {
        // When
        start("shop-1", null);
        rollBack("shop-1");
        start("shop-2", "ann");
        report("shop-2", "one/apply", new Report.Succeeded(Map.of()));
        report("shop-2", "two/apply", new Report.Succeeded(Map.of()));

        // Then
        assertThat(sent.of(ImageEvent.Withdrawn.class)).singleElement().satisfies(event -> {
            assertThat(event.key()).isEqualTo("Pipeline/shop/" + Plans.IMAGE.pinned());
            assertThat(event.executionId()).isEqualTo(new ExecutionId("shop-1"));
            assertThat(event.application()).isEqualTo("shop");
        });
        assertThat(sent.of(ImageEvent.Reinstated.class))
                .extracting(ImageEvent.Reinstated::executionId)
                .containsExactly(new ExecutionId("shop-2"));
    }

    @Test
    void shouldWantWhatTheSameExecutionDeliversAfterAll() {
        // Given
        start("shop-1", null);
        rollBack("shop-1");

        // When
        intervene("shop-1", new Intervention.Retry("two"));
        report("shop-1", "one/apply", 2, new Report.Succeeded(Map.of()));
        report("shop-1", "two/apply", 2, new Report.Succeeded(Map.of()));
        start("shop-2", null);

        // Then
        assertThat(store.get("shop-1").state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(store.get("shop-2").state().status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(sent.of(ImageEvent.Reinstated.class))
                .extracting(ImageEvent.Reinstated::executionId)
                .containsExactly(new ExecutionId("shop-1"));
    }

    @Test
    void shouldNotWantWhatStaysOnlyInPart() {
        // Given
        start("shop-1", null);
        rollBack("shop-1");

        // When
        intervene("shop-1", new Intervention.Retry("two"));
        intervene("shop-1", new Intervention.Skip("two"));
        report("shop-1", "one/apply", 2, new Report.Succeeded(Map.of()));
        start("shop-2", null);

        // Then
        assertThat(store.get("shop-1").state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(refused())
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).contains("was taken back by execution shop-1"));
    }

    @Test
    void shouldNotWantWhatIsNotDeliveredAgainAsTheExecutionEndsAtOnce() {
        // Given
        plan = Plans.ofArtifacts(
                Plans.undoableDeploy("one").when("delivers").done(),
                Plans.deploy("two").needing("one").when("delivers").done());
        start("shop-1", null);
        rollBack("shop-1");

        // When
        condition = new ConditionResult.NotMet();
        intervene("shop-1", new Intervention.Retry("two"));
        start("shop-2", null);

        // Then
        assertThat(store.get("shop-1").state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(refused())
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).contains("was taken back by execution shop-1"));
    }

    @Test
    void shouldNotOpenAgainWhatAPersonWithdrew() {
        // Given
        start("shop-1", "ann");
        rollBack("shop-1");
        withdraw();

        // When
        intervene("shop-1", new Intervention.Retry("two"));

        // Then
        assertThat(store.get("shop-1").state().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(sent.of(ExecutionEvent.InterventionRefused.class))
                .singleElement()
                .satisfies(event -> assertThat(event.refusal())
                        .contains(Plans.IMAGE.pinned() + " was withdrawn by eve", "images reinstate"));
    }

    @Test
    void shouldLetAPersonOpenAgainWhatWasTakenBackAlsoWhenItWaitsForItsPlace() {
        // Given
        start("shop-1", null);
        rollBack("shop-1");
        start("shop-2", "ann");
        intervene("shop-1", new Intervention.Retry("two"));

        // When
        rollBack("shop-2");

        // Then
        assertThat(store.get("shop-1").state().status()).isEqualTo(ExecutionStatus.RUNNING);
    }
}
