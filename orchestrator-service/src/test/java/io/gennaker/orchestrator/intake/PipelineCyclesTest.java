package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.pipeline.Conditions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PipelineCyclesTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Actor ANN = new Actor("ann", List.of("maintainer"));

    private final InMemoryStore store = new InMemoryStore();
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
    private final DefinitionChanges changes = new DefinitionChanges(language, store, store, executions);

    @Test
    void shouldRefuseThePipelineThatClosesACycle() {
        // Given
        assertThat(apply("build", "scan", "test")).isEmpty();
        assertThat(apply("test", "publish")).isEmpty();

        // When
        List<String> problems = apply("publish", "build");

        // Then
        assertThat(problems)
                .containsExactly("publish.yaml: found a cycle of pipelines, publish > build > test > publish; allowed:"
                        + " stages that run pipelines which do not run this one");
        assertThat(store.find(DefinitionKind.PIPELINE, "publish")).isEmpty();
    }

    @Test
    void shouldTakeAPipelineThatTwoOthersRun() {
        // Given
        apply("test", "publish");
        apply("build", "test", "publish");

        // When
        List<String> problems = apply("publish");

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldRefuseWhatATemplateMakesOfAPipelineWhenThatClosesACycle() {
        // Given
        changes.apply(command(DefinitionKind.PIPELINE_TEMPLATE, "nightly", """
                        apiVersion: gennaker/v1
                        kind: PipelineTemplate
                        metadata: {name: nightly}
                        spec: {pipeline: {stages: [{id: run, kind: pipeline, pipeline: build}]}}
                        """), AT, new Sent());
        apply("build", "night");

        // When
        List<String> problems = changes.apply(command(DefinitionKind.PIPELINE, "night", """
                        apiVersion: gennaker/v1
                        kind: Pipeline
                        metadata: {name: night}
                        spec: {template: {name: nightly}}
                        """), AT, new Sent());

        // Then
        assertThat(problems).singleElement().asString().contains("night > build > night");
    }

    private List<String> apply(String name, String... runs) {
        String stages = runs.length == 0
                ? "{id: rest, kind: wait, duration: 1s}"
                : Arrays.stream(runs)
                        .map(run -> "{id: " + run + ", kind: pipeline, pipeline: " + run + "}")
                        .collect(Collectors.joining(", "));
        String document = "apiVersion: gennaker/v1\nkind: Pipeline\nmetadata: {name: " + name + "}\nspec: {stages: ["
                + stages + "]}\n";
        return changes.apply(command(DefinitionKind.PIPELINE, name, document), AT, new Sent());
    }

    private static DefinitionCommand.Apply command(DefinitionKind kind, String name, String document) {
        return new DefinitionCommand.Apply(kind, name, name + ".yaml", document, Map.of(), ANN, AT);
    }
}
