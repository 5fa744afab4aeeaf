package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionProof;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.FetchedFile;
import io.gennaker.contracts.FileSource;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.pipeline.Conditions;
import io.gennaker.provenance.Envelope;
import io.gennaker.provenance.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Actor ANN = new Actor("ann", List.of("admin"));
    private static final String COMMIT = "832b8366e0f1c2d3a4b5968778695a4b3c2d1e0f";
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              concurrency: {limit: 1, whenFull: replaceWaiting}
              artifacts:
                - {name: config, git: {repository: github.com/acme/shop, ref: main, path: config.yaml}%s}
              stages:
                - {id: apply, kind: deploy, cluster: production, namespace: shop, manifests: [{artifact: config}]}
            """;

    private final InMemoryStore store = new InMemoryStore();
    private final PipelineLanguage language = new PipelineLanguage();
    private final Sent sent = new Sent();
    private final SigningKey key = SigningKey.generate();
    private final Executions executions = new Executions(
            store,
            store,
            (state, input, plan) -> Saga.decide(state, input, plan, Conditions::evaluate),
            new DeliveryFacts(""),
            store,
            new Freezes(store, language),
            new TakingOver(store, language, store, store),
            Optional.of(new Attestation(key, store)));
    private final Arrivals arrivals = new Arrivals(
            new Starts(store, language, store, store, executions, store, store, _ -> Optional.of("shop")),
            store,
            store,
            store,
            Duration.ofMinutes(2));

    @BeforeEach
    void definitions() {
        apply(DefinitionKind.CLUSTER, "production", """
                apiVersion: gennaker/v1
                kind: Cluster
                metadata: {name: production}
                """, Map.of());
        pipeline("");
    }

    private void pipeline(String more) {
        apply(DefinitionKind.PIPELINE, "shop", PIPELINE.formatted(more), Map.of("standard.yaml", config("default")));
    }

    private void apply(DefinitionKind kind, String name, String document, Map<String, String> files) {
        var packed = new TreeMap<String, CompressedText>();
        files.forEach((path, text) -> packed.put(path, CompressedText.of(text)));
        var problems = new DefinitionChanges(language, store, store, executions)
                .apply(new DefinitionCommand.Apply(kind, name, name + ".yaml", document, packed, ANN, AT), AT, sent);
        assertThat(problems).isEmpty();
    }

    private static String config(String value) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: shop}, data: {is: " + value + "}}";
    }

    private void start(String id) {
        start(id, null);
    }

    private void start(String id, @Nullable String ref) {
        var trigger = new TriggerInfo("manual", "console", id, "ann", Map.of());
        arrivals.start(
                new ExecutionCommand.Start(
                        new ExecutionId(id),
                        "shop",
                        trigger,
                        Map.of(),
                        List.of(),
                        AT,
                        ANN,
                        ref == null ? null : Map.of("config", ref)),
                AT,
                sent);
    }

    private static OperationId operation(String id) {
        return new OperationId(id + "/artifacts/config/1");
    }

    private void brought(String id, String text) {
        arrivals.told(
                new CalloutEvent.Fetched(
                        new ExecutionId(id), operation(id), COMMIT, null, Digest.of(text), CompressedText.of(text), AT),
                AT,
                sent);
    }

    private void failed(String id) {
        arrivals.told(
                new CalloutEvent.Failed(
                        new ExecutionId(id),
                        operation(id),
                        FailureCode.TIMED_OUT,
                        "github.com/acme/shop config.yaml at main: not brought in time; last: host is away",
                        Map.of(),
                        AT),
                AT,
                sent);
    }

    private List<String> accepted() {
        return sent.of(ExecutionEvent.Accepted.class).stream()
                .map(accepted -> accepted.executionId().value())
                .toList();
    }

    private List<FetchedFile> files(String id) {
        return store.get(store.get(id).plan()).filesOrNone();
    }

    private void succeed(String id) {
        executions.tell(
                new ExecutionId(id),
                new Input.Reported(new OperationId(id + "/apply/apply/1"), new Report.Succeeded(Map.of()), AT),
                sent);
    }

    @Test
    void shouldStartWhenTheFileIsThere() {
        // Given
        start("shop-1");
        assertThat(accepted()).isEmpty();
        assertThat(sent.of(CalloutCommand.Start.class))
                .containsExactly(new CalloutCommand.Start(
                        new ExecutionId("shop-1"),
                        operation("shop-1"),
                        new CalloutTask.FetchFile(
                                new FileSource.GitFile("github.com/acme/shop", "main", "config.yaml")),
                        AT.plus(Duration.ofMinutes(2))));

        // When
        brought("shop-1", config("new"));

        // Then
        assertThat(accepted()).containsExactly("shop-1");
        var apply = (DeploymentTask.ApplyManifests)
                sent.of(DeploymentCommand.Start.class).getFirst().task();
        assertThat(apply.manifests().text()).contains("is: new");
        assertThat(files("shop-1"))
                .containsExactly(new FetchedFile(
                        "config",
                        new FileSource.GitFile("github.com/acme/shop", "main", "config.yaml"),
                        COMMIT,
                        null,
                        Digest.of(config("new")),
                        FetchedFile.Choice.WRITTEN));
    }

    @Test
    void shouldStartOnceHoweverOftenThingsAreTold() {
        // When
        for (int i = 0; i < 10; i++) {
            start("shop-1");
        }
        for (int i = 0; i < 10; i++) {
            brought("shop-1", config("new"));
            start("shop-1");
        }
        failed("shop-1");
        arrivals.late(new ExecutionId("shop-1"), AT, sent);

        // Then
        assertThat(sent.of(CalloutCommand.Start.class)).hasSize(1);
        assertThat(accepted()).containsExactly("shop-1");
        assertThat(sent.of(ExecutionEvent.Refused.class)).isEmpty();
    }

    @Test
    void shouldNotLetALaterStartOvertakeThatHasItsFileSooner() {
        // Given
        start("shop-1");
        start("shop-2");

        // When
        brought("shop-2", config("newer"));
        assertThat(accepted()).isEmpty();
        brought("shop-1", config("older"));

        // Then
        assertThat(accepted()).containsExactly("shop-1", "shop-2");
    }

    @Test
    void shouldTakeTheCommitThatIsGivenAndNoOther() {
        // Given
        pipeline(", prior: true, default: standard.yaml");
        start("shop-1", COMMIT);
        assertThat(((CalloutTask.FetchFile)
                                sent.of(CalloutCommand.Start.class).getFirst().task())
                        .source())
                .isEqualTo(new FileSource.GitFile("github.com/acme/shop", COMMIT, "config.yaml"));

        // When
        failed("shop-1");

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class))
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason())
                        .startsWith("artifact 'config': github.com/acme/shop")
                        .endsWith("host is away"));
    }

    @Test
    void shouldFallBackToTheFileOfTheLastThatSucceededThenToTheDefault() {
        // Given
        pipeline(", prior: true, default: standard.yaml");
        start("shop-1");
        failed("shop-1");
        succeed("shop-1");
        start("shop-2");
        brought("shop-2", config("good"));
        succeed("shop-2");

        // When
        start("shop-3");
        failed("shop-3");

        // Then
        assertThat(files("shop-1"))
                .extracting(FetchedFile::choice, FetchedFile::digest)
                .containsExactly(tuple(FetchedFile.Choice.DEFAULT, Digest.of(config("default"))));
        assertThat(files("shop-3"))
                .extracting(FetchedFile::choice, FetchedFile::digest, FetchedFile::commit)
                .containsExactly(tuple(FetchedFile.Choice.PRIOR, Digest.of(config("good")), COMMIT));
    }

    @Test
    void shouldRefuseWhenNobodyAnswers() {
        // Given
        start("shop-1");
        assertThat(sent.files).containsEntry(new ExecutionId("shop-1"), AT.plusSeconds(130));

        // When
        arrivals.late(new ExecutionId("shop-1"), AT.plusSeconds(130), sent);

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class))
                .extracting(ExecutionEvent.Refused::reason)
                .containsExactly("artifact 'config': github.com/acme/shop config.yaml at main: nobody brought it within"
                        + " 120 s; is the judgement service running?");
    }

    @Test
    void shouldRunTheStoredBytesAgainAlthoughTheBranchHasMoved() {
        // Given
        start("shop-1");
        brought("shop-1", config("first"));
        succeed("shop-1");
        start("shop-2");
        brought("shop-2", config("moved"));
        succeed("shop-2");
        sent.messages.clear();

        // When
        new Starts(store, language, store, store, executions, store, store, _ -> Optional.of("shop"))
                .rerun(
                        new ExecutionCommand.Rerun(
                                new ExecutionId("shop-3"), "shop", new ExecutionId("shop-1"), ANN, "again", AT),
                        AT,
                        sent);

        // Then
        assertThat(sent.of(CalloutCommand.Start.class)).isEmpty();
        assertThat(store.get("shop-3").plan()).isEqualTo(store.get("shop-1").plan());
        var apply = (DeploymentTask.ApplyManifests)
                sent.of(DeploymentCommand.Start.class).getFirst().task();
        assertThat(apply.manifests().text()).contains("is: first");
    }

    @Test
    void shouldNameTheCommitAmongTheMaterialsOfItsProvenance() throws Exception {
        // Given
        start("shop-1");
        brought("shop-1", config("new"));

        // When
        succeed("shop-1");

        // Then
        var attested = sent.of(ExecutionProof.Attested.class).getFirst();
        String statement = new String(Envelope.read(attested.envelope().text()).content(), StandardCharsets.UTF_8);
        assertThat(statement)
                .contains(
                        "git+https://github.com/acme/shop@" + COMMIT + "#config.yaml",
                        Digest.of(config("new")).hex());
    }

    @Test
    void shouldEndAStartThatItsOuterExecutionNoLongerWants() {
        // Given
        start("shop-1");
        start("shop-2");
        brought("shop-2", config("new"));

        // When
        boolean waited = arrivals.withdraw(new ExecutionId("shop-1"), "not wanted", AT, sent);

        // Then
        assertThat(waited).isTrue();
        assertThat(sent.of(CalloutCommand.Cancel.class)).hasSize(1);
        assertThat(sent.of(ExecutionEvent.Refused.class)).hasSize(1);
        assertThat(accepted()).containsExactly("shop-2");
    }

    @Test
    void shouldTellWhatAStartWaitsForAndLetItBeCancelled() {
        // Given
        start("shop-1");
        start("shop-2");

        // When
        boolean cancelled = arrivals.cancel(
                new ExecutionCommand.Cancel(new ExecutionId("shop-1"), ANN, "wrong version", AT), AT, sent);
        brought("shop-1", config("too late"));
        brought("shop-2", config("new"));

        // Then
        assertThat(cancelled).isTrue();
        assertThat(sent.of(ExecutionEvent.FilesAwaited.class).getFirst())
                .satisfies(awaited -> assertThat(awaited.words())
                        .isEqualTo(
                                "waits for files since " + AT + ": config of github.com/acme/shop config.yaml at main"))
                .extracting(ExecutionEvent.FilesAwaited::application)
                .isEqualTo("shop");
        assertThat(sent.of(CalloutCommand.Cancel.class)).hasSize(1);
        assertThat(sent.of(ExecutionEvent.Finished.class))
                .containsExactly(new ExecutionEvent.Finished(
                        new ExecutionId("shop-1"),
                        "shop",
                        ExecutionStatus.CANCELLED,
                        "cancelled by ann before its files were there: wrong version",
                        AT));
        assertThat(accepted()).containsExactly("shop-2");
    }

    @Test
    void shouldTellNothingOfOneThatRunsWhenItsStartComesAgainWhileAnotherWaits() {
        // Given
        start("shop-1");
        brought("shop-1", config("first"));
        start("shop-2");
        sent.messages.clear();

        // When
        start("shop-1");

        // Then
        assertThat(sent.messages).isEmpty();
    }

    @Test
    void shouldAskForNothingWhenWhoStartsItMayNot() {
        // Given
        startBy("eve", "shop-1");
        start("shop-2");

        // When
        startBy("eve", "shop-3");

        // Then
        assertThat(sent.of(CalloutCommand.Start.class))
                .extracting(CalloutCommand.Start::executionId)
                .containsExactly(new ExecutionId("shop-2"));
        assertThat(sent.of(ExecutionEvent.Refused.class)).hasSize(2).allSatisfy(refused -> {
            assertThat(refused.application()).isEqualTo("shop");
            assertThat(refused.reason()).isEqualTo("eve may not run in application shop; roles: viewer");
        });
    }

    private void startBy(String user, String id) {
        arrivals.start(
                new ExecutionCommand.Start(
                        new ExecutionId(id),
                        "shop",
                        new TriggerInfo("manual", "console", id, user, Map.of()),
                        Map.of(),
                        List.of(),
                        AT,
                        new Actor(user, List.of("viewer")),
                        null),
                AT,
                sent);
    }

    @Test
    void shouldAskAnewWhenThePipelineSaysAnotherPlaceMeanwhile() {
        // Given
        start("shop-1");
        apply(
                DefinitionKind.PIPELINE,
                "shop",
                PIPELINE.formatted("").replace("path: config.yaml", "path: other.yaml"),
                Map.of());

        // When
        brought("shop-1", config("old place"));

        // Then
        assertThat(accepted()).isEmpty();
        assertThat(sent.of(CalloutCommand.Start.class).getLast().operationId())
                .isEqualTo(new OperationId("shop-1/artifacts/config/2"));
    }
}
