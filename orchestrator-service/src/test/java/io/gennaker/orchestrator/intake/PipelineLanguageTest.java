package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.execution.Decision;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.orchestrator.execution.StageState;
import io.gennaker.pipeline.Conditions;
import io.gennaker.pipeline.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineLanguageTest {
    private static final Path EXAMPLE = Path.of("../playground/example/shop");
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final String CLUSTER = """
            apiVersion: gennaker/v1
            kind: Cluster
            metadata: {name: production}
            """;
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              concurrency: {limit: 3, whenFull: replaceWaiting}
              stages:
                - {id: apply, kind: deploy, cluster: production, namespace: shop, manifests: [shop.yaml]}
            """;
    private static final String MANIFEST = "{apiVersion: v1, kind: ConfigMap, metadata: {name: shop}}";

    private final PipelineLanguage language = new PipelineLanguage();

    @Test
    void shouldReadAPipelineWithItsLimit() {
        // When
        var read = language.read(pipeline("shop", PIPELINE, Map.of("shop.yaml", CompressedText.of(MANIFEST))));

        // Then
        assertThat(read).isInstanceOfSatisfying(Reading.Pipeline.class, valid -> {
            assertThat(valid.concurrency()).isEqualTo(new Concurrency(3, Concurrency.WhenFull.REPLACE_WAITING));
            assertThat(valid.version().files()).isEqualTo(Map.of("shop.yaml", MANIFEST));
        });
    }

    @Test
    void shouldReadAClusterWithoutALimit() {
        // When
        var read = language.read(new DefinitionCommand.Apply(
                DefinitionKind.CLUSTER, "production", "clusters.yaml", CLUSTER, Map.of(), actor(), AT));

        // Then
        assertThat(read).isInstanceOf(Reading.Plain.class);
    }

    @Test
    void shouldRefuseWhenTheDocumentIsNotWhatTheCommandNames() {
        assertThat(problems(pipeline("other", PIPELINE, Map.of("shop.yaml", CompressedText.of(MANIFEST)))))
                .containsExactly(
                        "shop.yaml: found PIPELINE 'shop'; allowed: PIPELINE 'other', which the command names");
    }

    @Test
    void shouldRefuseWhenThereAreSeveralDocuments() {
        assertThat(problems(pipeline("shop", PIPELINE + "---\n" + CLUSTER, Map.of())))
                .containsExactly("shop.yaml: found 2 documents; allowed: one");
    }

    @Test
    void shouldRefuseWhenAFileIsMissing() {
        assertThat(problems(pipeline("shop", PIPELINE, Map.of())))
                .singleElement()
                .asString()
                .contains("shop.yaml")
                .contains("no such file, named by stage 'apply'");
    }

    @Test
    void shouldTellAllProblemsWhenFileAndDocumentAreWrong() {
        assertThat(problems(pipeline(
                        "shop", PIPELINE.replace("deploy", "deplyo"), Map.of("shop.yaml", new CompressedText("bm8=")))))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("not gzip"))
                .anyMatch(problem -> problem.contains("deplyo"));
    }

    @Test
    void shouldRunTheExampleToTheEndWhenAllGoesWell() throws IOException {
        // Given
        Plan plan = plan("pipeline.yaml", "shop");
        var id = new ExecutionId("shop-1");
        ExecutionState state = Saga.decide(
                        new ExecutionState.Queued(id), new Input.Started(AT), plan, Conditions::evaluate)
                .next();
        var operations = new ArrayList<String>();

        // When
        while (state instanceof ExecutionState.Running running) {
            OperationId current = current(running);
            operations.add(current.value().substring("shop-1/".length()));
            Decision decision = Saga.decide(
                    running,
                    new Input.Reported(current, new Report.Succeeded(Map.of()), AT),
                    plan,
                    Conditions::evaluate);
            state = decision.next();
        }

        // Then
        assertThat(state.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(operations)
                .containsSubsequence(
                        "schema/run/1",
                        "canary/keep-release/1",
                        "canary/start-baseline/1",
                        "canary/start-canary/1",
                        "canary/shift-10/1")
                .containsSubsequence("canary/shift-33/1", "canary/analyse-33/1", "canary/approve/1", "canary/promote/1")
                .endsWith("canary/return-traffic/1", "canary/confirm-release/1", "canary/remove-variants/1")
                .doesNotHaveDuplicates();
    }

    private static final String ONE_IMAGE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              artifacts: [{name: shop, image: us.gcr.io/acme/shop, prior: true, default: "us.gcr.io/acme/shop@%s"}]
              stages:
                - {id: apply, kind: deploy, cluster: production, namespace: shop, manifests: [shop.yaml]}
            """.formatted(Digest.of("default"));

    private List<Artifact> artifacts(List<Artifact> given, List<Artifact> prior) {
        var pod = "{apiVersion: v1, kind: Pod, metadata: {name: shop}, spec: {containers: [{name: a, image:"
                + " us.gcr.io/acme/shop}]}}";
        var pipeline = ((Reading.Pipeline)
                        language.read(pipeline("shop", ONE_IMAGE, Map.of("shop.yaml", CompressedText.of(pod)))))
                .version();
        ExecutionCommand.Start start = command("shop");
        var command = new ExecutionCommand.Start(
                start.executionId(), "shop", start.trigger(), start.parameters(), given, start.at());
        return switch (language.plan(pipeline, List.of(cluster("production")), command, known(prior))) {
            case Planning.Planned(var plan, var digest) -> plan.artifacts();
            case Planning.Refused(var problems) -> throw new AssertionError(problems);
            case Planning.Missing(var missing) -> throw new AssertionError(missing);
        };
    }

    private static Planning.Known known(List<Artifact> prior) {
        var before = new Plan(
                "shop",
                "shop",
                Digest.of("before"),
                new TriggerInfo("manual", "cli", "1", null, Map.of()),
                Map.of(),
                prior,
                Duration.ofHours(1),
                List.of());
        return new Planning.Known(() -> Optional.of(before), FileAnswers.NONE, new InMemoryStore());
    }

    @Test
    void shouldTakeTheImageGivenThenTheOneBeforeThenTheDefault() {
        // Given
        var given = new Artifact("shop", new ImageReference("us.gcr.io/acme/shop", "v3", Digest.of("v3")));
        var before = new Artifact("shop", new ImageReference("us.gcr.io/acme/shop", "v2", Digest.of("v2")));

        // Then
        assertThat(artifacts(List.of(given), List.of(before))).containsExactly(given);
        assertThat(artifacts(List.of(), List.of(before))).containsExactly(before);
        assertThat(artifacts(List.of(), List.of()))
                .containsExactly(
                        new Artifact("shop", new ImageReference("us.gcr.io/acme/shop", null, Digest.of("default"))));
    }

    @Test
    void shouldTakeTheDefaultWhereTheImageBeforeIsOfAnotherRepository() {
        // Given
        var before = new Artifact("shop", new ImageReference("us.gcr.io/old/shop", "v2", Digest.of("v2")));

        // When
        var artifacts = artifacts(List.of(), List.of(before));

        // Then
        assertThat(artifacts)
                .containsExactly(
                        new Artifact("shop", new ImageReference("us.gcr.io/acme/shop", null, Digest.of("default"))));
    }

    private static OperationId current(ExecutionState.Running running) {
        return running.stages().values().stream()
                .filter(StageState.Active.class::isInstance)
                .map(stage -> ((StageState.Active) stage).current().operation())
                .findFirst()
                .orElseThrow();
    }

    private Plan plan(String file, String name) throws IOException {
        var files = Map.of(
                "manifests/shop.yaml", packed("manifests/shop.yaml"),
                "manifests/schema-job.yaml", packed("manifests/schema-job.yaml"),
                "manifests/blackbox-job.yaml", packed("manifests/blackbox-job.yaml"));
        var pipeline = ((Reading.Pipeline)
                        language.read(pipeline(name, Files.readString(EXAMPLE.resolve(file)), files)))
                .version();
        var clusters = List.of(cluster("replica"), cluster("production"));
        return switch (language.plan(pipeline, clusters, command(name), known(List.of()))) {
            case Planning.Planned(var plan, var digest) -> plan;
            case Planning.Refused(var problems) -> throw new AssertionError(problems);
            case Planning.Missing(var missing) -> throw new AssertionError(missing);
        };
    }

    private DefinitionVersion cluster(String name) {
        var command = new DefinitionCommand.Apply(
                DefinitionKind.CLUSTER,
                name,
                "clusters.yaml",
                CLUSTER.replace("production", name),
                Map.of(),
                actor(),
                AT);
        return ((Reading.Plain) language.read(command)).version();
    }

    private static ExecutionCommand.Start command(String pipeline) {
        var image = new ImageReference("us.gcr.io/acme/shop", "v2", Digest.of("v2"));
        return new ExecutionCommand.Start(
                new ExecutionId("shop-1"),
                pipeline,
                new TriggerInfo("manual", "console", "1", "ann", Map.of()),
                Map.of(),
                List.of(new Artifact("shop", image)),
                AT);
    }

    private List<String> problems(DefinitionCommand.Apply command) {
        return switch (language.read(command)) {
            case Reading.Invalid(var problems) -> problems;
            case Reading.Outcome valid -> throw new AssertionError("is valid: " + valid);
        };
    }

    private static DefinitionCommand.Apply pipeline(String name, String document, Map<String, CompressedText> files) {
        return new DefinitionCommand.Apply(DefinitionKind.PIPELINE, name, "shop.yaml", document, files, actor(), AT);
    }

    private static CompressedText packed(String file) throws IOException {
        return CompressedText.of(Files.readString(EXAMPLE.resolve(file)));
    }

    private static Actor actor() {
        return new Actor("ann", List.of());
    }
}
