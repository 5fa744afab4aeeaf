package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Concurrency.WhenFull;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.pipeline.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Definitions that an earlier version of the language took: they are stored past the check.
class StoredDefinitionsTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Actor ANN = new Actor("ann", List.of("maintainer"));
    private static final String OLD_RULES = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop, application: store}
            spec:
              stages:
                - id: ask
                  kind: judgement
                  title: Go on?
                  onExpiry: approve
                  inputs: [{name: ticket}]
                - {id: apply, kind: deploy, cluster: production, namespace: shop, manifests: [shop.yaml]}
            """;
    private static final String UNREADABLE = OLD_RULES.replace("kind: deploy", "kind: deployment");
    private static final Map<String, String> FILES = Map.of("shop.yaml", """
            {apiVersion: v1, kind: Secret, metadata: {name: shop}, stringData: {key: value}}
            """);
    private static final String CLUSTER = """
            apiVersion: gennaker/v1
            kind: Cluster
            metadata: {name: production}
            """;
    private static final String FREEZE = """
            apiVersion: gennaker/v1
            kind: Freeze
            metadata: {name: christmas}
            spec: {applications: [other], reason: Nobody is there, untill: easter}
            """;

    private final InMemoryStore store = new InMemoryStore();
    private final Sent sent = new Sent();
    private final PipelineLanguage language = new PipelineLanguage();
    private final Executions executions = new Executions(
            store,
            store,
            (state, input, plan) -> Saga.decide(state, input, plan, Conditions::evaluate),
            new DeliveryFacts(""),
            store,
            new Freezes(store, language),
            Renewal.NONE,
            Optional.empty());
    private final Applications applications = new Applications(store, language, store, store);
    private final Starts starts = new Starts(store, language, store, store, executions, store, store, applications::of);
    private final DefinitionChanges changes = new DefinitionChanges(language, store, store, executions);

    private void stored(DefinitionKind kind, String name, String document) {
        Map<String, String> files = kind == DefinitionKind.PIPELINE ? FILES : Map.of();
        store.put(new DefinitionVersion(kind, name, Digest.of(document), name + ".yaml", document, files, "ann", AT));
        store.limit(name, new Concurrency(1, WhenFull.QUEUE));
    }

    private void start() {
        var command = new ExecutionCommand.Start(
                new ExecutionId("shop-1"),
                "shop",
                new TriggerInfo("registry", "hub", "1", null, Map.of()),
                Map.of(),
                List.of(),
                AT);
        starts.start(command, FileAnswers.NONE, AT, sent);
    }

    @Test
    void shouldStartThoughALaterRuleRefusesThePipelineAndItsManifest() {
        // Given
        stored(DefinitionKind.CLUSTER, "production", CLUSTER);
        stored(DefinitionKind.PIPELINE, "shop", OLD_RULES);

        // When
        start();

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class)).isEmpty();
        assertThat(sent.of(ExecutionEvent.Accepted.class))
                .extracting(ExecutionEvent.Accepted::application)
                .containsExactly("store");
    }

    @Test
    void shouldRefuseTheStartWithTheReasonWhenThePipelineCannotBeRead() {
        // Given
        stored(DefinitionKind.CLUSTER, "production", CLUSTER);
        stored(DefinitionKind.PIPELINE, "shop", UNREADABLE);

        // When
        start();

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class))
                .singleElement()
                .extracting(ExecutionEvent.Refused::reason)
                .asString()
                .startsWith("Pipeline 'shop' cannot be read by this version of the language: apply it again; "
                        + "shop.yaml:11:")
                .contains("spec.stages[1].kind: found 'deployment'")
                .doesNotContain("onExpiry");
    }

    @Test
    void shouldRefuseOnlyPipelinesThatNameAClusterThatCannotBeRead() {
        // Given
        stored(DefinitionKind.CLUSTER, "other", CLUSTER.replace("production", "other") + "spec: {contxt: x}");
        stored(DefinitionKind.CLUSTER, "production", CLUSTER);
        stored(DefinitionKind.PIPELINE, "shop", OLD_RULES);

        // When
        start();

        // Then
        assertThat(sent.of(ExecutionEvent.Accepted.class)).hasSize(1);
    }

    @Test
    void shouldSayThatTheClusterCannotBeRead() {
        // Given
        stored(DefinitionKind.CLUSTER, "production", CLUSTER + "spec: {contxt: x}");
        stored(DefinitionKind.PIPELINE, "shop", OLD_RULES);

        // When
        start();

        // Then
        assertThat(sent.of(ExecutionEvent.Refused.class))
                .singleElement()
                .extracting(ExecutionEvent.Refused::reason)
                .asString()
                .contains("Cluster 'production' cannot be read by this version of the language: apply it again");
    }

    /// Who is frozen then is not known: nobody starts by mistake, and everybody is told what to do.
    @Test
    void shouldHoldAllStartsByAFreezeThatCannotBeReadAndSaySo() {
        // Given
        stored(DefinitionKind.CLUSTER, "production", CLUSTER);
        stored(DefinitionKind.PIPELINE, "shop", OLD_RULES);
        stored(DefinitionKind.FREEZE, "christmas", FREEZE);

        // When
        start();

        // Then
        assertThat(sent.of(ExecutionEvent.Frozen.class)).singleElement().satisfies(frozen -> {
            assertThat(frozen.freeze()).isEqualTo("christmas");
            assertThat(frozen.reason())
                    .isEqualTo("the freeze cannot be read by this version of the language: apply it again");
        });
    }

    @Test
    void shouldRemoveAPipelineThatCannotBeRead() {
        // Given
        stored(DefinitionKind.PIPELINE, "shop", UNREADABLE);

        // When
        List<String> problems =
                changes.remove(new DefinitionCommand.Remove(DefinitionKind.PIPELINE, "shop", ANN, AT), AT, sent);

        // Then
        assertThat(problems).isEmpty();
        assertThat(store.find(DefinitionKind.PIPELINE, "shop")).isEmpty();
    }

    @Test
    void shouldApplyAPipelineThatRunsOneThatCannotBeRead() {
        // Given
        stored(DefinitionKind.PIPELINE, "shop", UNREADABLE);

        // When
        List<String> problems = apply("""
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: all}
                spec: {stages: [{id: run, kind: pipeline, pipeline: shop}]}
                """);

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldStillRefuseWhatARuleIsAgainstWhenItIsApplied() {
        // When
        List<String> problems = apply(OLD_RULES.replace("name: shop", "name: all"));

        // Then
        assertThat(problems).anyMatch(problem -> problem.contains("onExpiry: found approve, beside required inputs"));
    }

    private List<String> apply(String document) {
        return changes.apply(
                new DefinitionCommand.Apply(DefinitionKind.PIPELINE, "all", "all.yaml", document, Map.of(), ANN, AT),
                AT,
                sent);
    }
}
