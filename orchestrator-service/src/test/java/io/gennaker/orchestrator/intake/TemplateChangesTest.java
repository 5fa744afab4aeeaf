package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.pipeline.Conditions;
import io.gennaker.pipeline.Definitions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TemplateChangesTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Actor ANN = new Actor("ann", List.of());
    private static final String TEMPLATE = """
            apiVersion: gennaker/v1
            kind: PipelineTemplate
            metadata: {name: service}
            spec:
              variables:
                - {name: pause, type: string, default: 1s, pattern: "[0-9]+s"}
              pipeline:
                variables: {pause: "$[[ template.pause ]]"}
                stages:
                  - {id: pause, kind: wait, duration: "$[[ template.pause ]]"}
                  - {id: apply, kind: deploy, cluster: production, namespace: shop, manifests: [app.yaml]}
            """;
    private static final String SECOND = TEMPLATE.replace("id: pause", "id: rest");
    private static final String STRICT = TEMPLATE.replace("[0-9]+s", "[0-9]s").replace("id: pause", "id: strict");
    private static final Map<String, CompressedText> FILES =
            Map.of("app.yaml", CompressedText.of("{apiVersion: v1, kind: ConfigMap, metadata: {name: app}}"));

    private final InMemoryStore store = new InMemoryStore();
    private final Executions executions = new Executions(
            store,
            store,
            (state, input, plan) -> Saga.decide(state, input, plan, Conditions::evaluate),
            new DeliveryFacts(""),
            store,
            new Freezes(store, new PipelineLanguage()),
            Renewal.NONE,
            Optional.empty());
    private final DefinitionChanges changes = new DefinitionChanges(new PipelineLanguage(), store, store, executions);
    private final Sent sent = new Sent();

    private List<String> apply(DefinitionKind kind, String name, String document, @Nullable TemplateChannel channel) {
        Map<String, CompressedText> files = kind == DefinitionKind.PIPELINE_TEMPLATE ? FILES : Map.of();
        return changes.apply(
                new DefinitionCommand.Apply(kind, name, name + ".yaml", document, files, ANN, AT, channel, "services"),
                AT,
                sent);
    }

    private List<String> template(String document) {
        return apply(DefinitionKind.PIPELINE_TEMPLATE, "service", document, null);
    }

    private List<String> pipeline(String name, String more) {
        String document = "apiVersion: gennaker/v1\nkind: Pipeline\nmetadata: {name: " + name
                + "}\nspec: {template: {name: service" + more + "}}\n";
        return apply(DefinitionKind.PIPELINE, name, document, null);
    }

    private List<String> promote(String document, int percent, String... patterns) {
        return changes.promote(
                new DefinitionCommand.Promote(
                        "service", TemplateChannel.STABLE, digest(document), percent, List.of(patterns), ANN, AT),
                AT,
                sent);
    }

    private static Digest digest(String document) {
        return Definitions.digest(
                document, Map.of("app.yaml", FILES.get("app.yaml").text()));
    }

    private String firstStage(String pipeline) {
        var made = Objects.requireNonNull(
                store.find(DefinitionKind.PIPELINE, pipeline).orElseThrow().expansion());
        return List.of("pause", "rest", "strict").stream()
                .filter(id -> made.document().contains("id: \"" + id + "\""))
                .findFirst()
                .orElseThrow();
    }

    private List<String> firstStages(int count) {
        var stages = new ArrayList<String>();
        IntStream.range(0, count).forEach(i -> stages.add(firstStage("s" + i)));
        return stages;
    }

    /// Otherwise one who applies it and one who removes it wait for each other.
    @Test
    void shouldLockInOneOrderWhenATemplateIsAppliedAndWhenItIsRemoved() {
        // Given
        template(TEMPLATE);
        store.held.clear();

        // When
        template(SECOND);
        var applied = List.copyOf(store.held);
        store.held.clear();
        changes.remove(new DefinitionCommand.Remove(DefinitionKind.PIPELINE_TEMPLATE, "service", ANN, AT), AT, sent);

        // Then
        assertThat(applied)
                .containsExactly("STABLE of service", "NEXT of service", "PIPELINE_TEMPLATE service")
                .isEqualTo(List.copyOf(store.held));
    }

    @Test
    void shouldPutTheFirstVersionOnBothChannelsAndLaterOnesOnNext() {
        // Given
        template(TEMPLATE);
        pipeline("calm", "");
        pipeline("bold", ", channel: next");

        // When
        List<String> problems = template(SECOND);

        // Then
        assertThat(problems).isEmpty();
        assertThat(firstStage("calm")).isEqualTo("pause");
        assertThat(firstStage("bold")).isEqualTo("rest");
    }

    @Test
    void shouldTellWhatTheTemplateMade() {
        // Given
        template(TEMPLATE);

        // When
        pipeline("shop", "");

        // Then
        assertThat(sent.messages).last().isInstanceOfSatisfying(DefinitionEvent.Applied.class, applied -> {
            assertThat(applied.source()).isEqualTo("services");
            assertThat(applied.documentInForce()).contains("kind: wait").doesNotContain("$[[");
            assertThat(Objects.requireNonNull(applied.expansion()).digest()).isEqualTo(digest(TEMPLATE));
        });
    }

    @Test
    void shouldGoOutInWaves() {
        // Given
        template(TEMPLATE);
        IntStream.range(0, 10).forEach(i -> pipeline("s" + i, ""));
        template(SECOND);

        // When
        promote(SECOND, 20);
        List<String> first = firstStages(10);
        promote(SECOND, 20, "s7");
        promote(SECOND, 100);

        // Then
        assertThat(first).filteredOn("rest"::equals).hasSize(2);
        assertThat(firstStages(10)).containsOnly("rest");
        assertThat(store.lockChannel("service", TemplateChannel.STABLE))
                .contains(new Channel("service", TemplateChannel.STABLE, digest(SECOND), null));
    }

    @Test
    void shouldKeepAPipelineWhereItIsWhileAWaveIsUnderWay() {
        // Given
        template(TEMPLATE);
        pipeline("early", "");
        pipeline("late", "");
        template(SECOND);
        promote(SECOND, 0, "early");

        // When
        pipeline("early", ", variables: {pause: 2s}");
        pipeline("late", ", variables: {pause: 2s}");
        pipeline("new", "");

        // Then
        assertThat(List.of(firstStage("early"), firstStage("late"), firstStage("new")))
                .containsExactly("rest", "pause", "pause");
    }

    @Test
    void shouldKeepAPipelineOfAnEarlierWaveWhereItIs() {
        // Given
        template(TEMPLATE);
        pipeline("early", "");
        pipeline("late", "");
        template(SECOND);
        promote(SECOND, 0, "early");
        template(STRICT);
        promote(STRICT, 0, "late");

        // When
        pipeline("early", ", variables: {pause: 2s}");

        // Then
        assertThat(List.of(firstStage("early"), firstStage("late"))).containsExactly("rest", "strict");
    }

    @Test
    void shouldGoBackAsItCame() {
        // Given
        template(TEMPLATE);
        pipeline("early", "");
        pipeline("late", "");
        template(SECOND);
        promote(SECOND, 50);

        // When
        promote(TEMPLATE, 100);

        // Then
        assertThat(List.of(firstStage("early"), firstStage("late"))).containsOnly("pause");
        assertThat(store.lockChannel("service", TemplateChannel.STABLE)
                        .orElseThrow()
                        .incoming())
                .isNull();
    }

    @Test
    void shouldLeaveAPipelineThatDoesNotFitWhereItIs() {
        // Given
        template(TEMPLATE);
        pipeline("fits", "");
        pipeline("not", ", variables: {pause: 20s}");
        template(STRICT);

        // When
        promote(STRICT, 100);

        // Then
        assertThat(firstStage("fits")).isEqualTo("strict");
        assertThat(firstStage("not")).isEqualTo("pause");
        assertThat(pipeline("not", ", variables: {pause: 30s}"))
                .singleElement()
                .asString()
                .contains("not.yaml:4:", "found '30s'; allowed: text that matches [0-9]s");
    }

    @Test
    void shouldLeaveAPinnedPipelineAlone() {
        // Given
        template(TEMPLATE);
        pipeline("pinned", ", digest: '" + digest(TEMPLATE) + "'");
        template(SECOND);

        // When
        promote(SECOND, 100);

        // Then
        assertThat(firstStage("pinned")).isEqualTo("pause");
    }

    @Test
    void shouldRefuseWhatNamesNoTemplateOrVersion() {
        assertThat(pipeline("shop", ""))
                .containsExactly("shop.yaml: found no template 'service' with a version on channel stable;"
                        + " allowed: one that was applied before");
        assertThat(promote(TEMPLATE, 100)).singleElement().asString().contains("has no version");
    }

    @Test
    void shouldNotRemoveATemplateThatIsInUse() {
        // Given
        template(TEMPLATE);
        pipeline("shop", "");
        var remove = new DefinitionCommand.Remove(DefinitionKind.PIPELINE_TEMPLATE, "service", ANN, AT);

        // When
        List<String> refused = changes.remove(remove, AT, sent);
        changes.remove(new DefinitionCommand.Remove(DefinitionKind.PIPELINE, "shop", ANN, AT), AT, sent);

        // Then
        assertThat(refused).containsExactly("pipelines name it: shop");
        assertThat(changes.remove(remove, AT, sent)).isEmpty();
        assertThat(store.lockChannel("service", TemplateChannel.NEXT)).isEmpty();
    }
}
