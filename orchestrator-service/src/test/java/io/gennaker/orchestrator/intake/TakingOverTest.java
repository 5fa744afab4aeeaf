package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.pipeline.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an execution takes over of the last one that succeeded, and of the one that waited and that it replaces.
class TakingOverTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Actor ANN = new Actor("ann", List.of("admin"));
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              concurrency: {limit: 1, whenFull: queue}
              artifacts:
                - {name: api, image: acme.io/api, prior: true}
                - {name: worker, image: acme.io/worker, prior: true}
              stages:
                - {id: apply, kind: deploy, cluster: production, namespace: shop, manifests: [pods.yaml]}
            """;
    private static final String PODS = """
            {apiVersion: v1, kind: Pod, metadata: {name: shop}, spec: {containers:
              [{name: api, image: acme.io/api}, {name: worker, image: acme.io/worker}]}}
            """;

    private static final String CONFIG_TEXT = "{apiVersion: v1, kind: ConfigMap, metadata: {name: shop}}";
    private static final Digest CONFIG = Digest.of(CONFIG_TEXT);

    private final InMemoryStore store = new InMemoryStore();
    private final PipelineLanguage language = new PipelineLanguage();
    private final Sent sent = new Sent();
    private final Executions executions = new Executions(
            store,
            store,
            (state, input, plan) -> Saga.decide(state, input, plan, Conditions::evaluate),
            new DeliveryFacts(""),
            store,
            new Freezes(store, language),
            new TakingOver(store, language, store, store),
            Optional.empty());
    private final Starts starts =
            new Starts(store, language, store, store, executions, store, store, _ -> Optional.of("shop"));

    @BeforeEach
    void oneDelivery() {
        apply(DefinitionKind.CLUSTER, "production", """
                apiVersion: gennaker/v1
                kind: Cluster
                metadata: {name: production}
                """, Map.of());
        apply(DefinitionKind.PIPELINE, "shop", PIPELINE, Map.of("pods.yaml", PODS));
        store.keep(CONFIG, CONFIG_TEXT);
        start("shop-0", image("api", 1), image("worker", 1));
        succeed("shop-0");
    }

    @Test
    void shouldDeliverWhatWasDeliveredWhileItWaitedBesideWhatItBrings() {
        // Given
        start("shop-1", image("api", 2));
        start("shop-2", image("worker", 2));

        // When
        succeed("shop-1");

        // Then
        assertThat(store.get("shop-2").state().status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(applied("shop-2")).contains(pinned("api", 2), pinned("worker", 2));
        assertThat(accepted("shop-2").getLast().artifacts()).containsExactly(image("api", 2), image("worker", 2));
        assertThat(accepted("shop-2").getLast().planDigest())
                .isEqualTo(store.get("shop-2").plan());
    }

    @Test
    void shouldKeepItsPlanWhenNothingElseWasDeliveredWhileItWaited() {
        // Given
        start("shop-1", image("api", 2));
        start("shop-2", image("worker", 2));

        // When
        fail("shop-1");

        // Then
        assertThat(applied("shop-2")).contains(pinned("api", 1), pinned("worker", 2));
        assertThat(accepted("shop-2")).hasSize(1);
    }

    @Test
    void shouldDeliverTheImagesThatWereAskedForWhateverWasDeliveredWhileItWaited() {
        // Given
        start("shop-1", image("api", 2));
        start("shop-2", image("api", 1), image("worker", 2));

        // When
        succeed("shop-1");

        // Then
        assertThat(applied("shop-2")).contains(pinned("api", 1), pinned("worker", 2));
        assertThat(accepted("shop-2")).hasSize(1);
    }

    @Test
    void shouldRunTheSamePlanOnceMoreWhateverWasDeliveredWhileItWaited() {
        // Given
        start("shop-1", image("worker", 2));
        succeed("shop-1");
        start("shop-2", image("api", 2));
        starts.rerun(
                new ExecutionCommand.Rerun(
                        new ExecutionId("shop-3"), "shop", new ExecutionId("shop-1"), ANN, "again", AT),
                AT,
                sent);

        // When
        succeed("shop-2");

        // Then
        assertThat(applied("shop-3")).contains(pinned("api", 1), pinned("worker", 2));
    }

    @Test
    void shouldDeliverByThePipelineThatIsInForceWhenItWasChangedWhileItWaited() {
        // Given
        start("shop-1", image("api", 2));
        start("shop-2", image("worker", 2));
        apply(
                DefinitionKind.PIPELINE,
                "shop",
                PIPELINE,
                Map.of("pods.yaml", PODS.replace("name: shop", "name: store")));

        // When
        succeed("shop-1");

        // Then
        assertThat(applied("shop-2")).contains("name: store", pinned("api", 2), pinned("worker", 2));
        assertThat(accepted("shop-2").getLast().definitionDigest())
                .isEqualTo(store.find(DefinitionKind.PIPELINE, "shop")
                        .orElseThrow()
                        .digest());
    }

    @Test
    void shouldEndWithTheReasonWhenThePipelineWasChangedSoThatItCannotBePlannedAnew() {
        // Given
        start("shop-1", image("api", 2));
        start("shop-2", image("worker", 2));
        apply(
                DefinitionKind.PIPELINE,
                "shop",
                PIPELINE.replace("name: worker,", "name: jobs,"),
                Map.of("pods.yaml", PODS));

        // When
        succeed("shop-1");

        // Then
        assertThat(reason("shop-2")).contains("acme.io/api", "worker", "start it anew");
    }

    @Test
    void shouldNotTakeTheBytesOfAFileForThoseOfAnotherPlaceThatThePipelineNamesByNow() {
        // Given
        apply(DefinitionKind.PIPELINE, "shop", withFile("config.yaml"), Map.of("pods.yaml", PODS));
        start("shop-1", image("api", 2));
        start("shop-2", image("worker", 2));
        apply(DefinitionKind.PIPELINE, "shop", withFile("other.yaml"), Map.of("pods.yaml", PODS));

        // When
        succeed("shop-1");

        // Then
        assertThat(reason("shop-2")).contains("files must be brought", "other.yaml", "start it anew");
    }

    private static String withFile(String path) {
        return PIPELINE.replace("[pods.yaml]", "[pods.yaml, {artifact: config}]")
                .replace(
                        "  artifacts:",
                        "  artifacts:\n    - {name: config, git: {repository: github.com/acme/shop, ref: main, path: "
                                + path + "}}");
    }

    @Test
    void shouldEndWithTheReasonWhenThePipelineIsOfAnotherApplicationByNow() {
        // Given
        start("shop-1", image("api", 2));
        start("shop-2", image("worker", 2));
        apply(
                DefinitionKind.PIPELINE,
                "shop",
                PIPELINE.replace("{name: shop}", "{name: shop, application: store}"),
                Map.of("pods.yaml", PODS));

        // When
        succeed("shop-1");

        // Then
        assertThat(reason("shop-2")).contains("the pipeline is of application 'store' by now", "start it anew");
    }

    @Test
    void shouldTakeOverWhatIsDeliveredWhileAStartWaitsForThePlaces() {
        // Given
        start("shop-1", image("api", 2));
        store.meanwhile = () -> succeed("shop-1");

        // When
        start("shop-2", image("worker", 2));

        // Then
        assertThat(applied("shop-2")).contains(pinned("api", 2), pinned("worker", 2));
    }

    @Test
    void shouldDeliverTheImagesOfThoseThatWereReplacedBesideWhatItBrings() {
        // Given
        replacing();
        start("shop-1", image("api", 2));
        start("shop-2", image("worker", 2));
        start("shop-3", image("jobs", 2));

        // When
        start("shop-4", image("api", 3));
        succeed("shop-1");

        // Then
        assertThat(reason("shop-2")).isEqualTo("replaced by shop-3");
        assertThat(reason("shop-3")).isEqualTo("replaced by shop-4");
        assertThat(applied("shop-4")).contains(pinned("api", 3), pinned("worker", 2), pinned("jobs", 2));
        assertThat(accepted("shop-4")).hasSize(1);
    }

    @Test
    void shouldTakeOverWhatWasDeliveredMeanwhileWhereTheOneThatWasReplacedBroughtNothingElse() {
        // Given
        replacing();
        start("shop-1", image("jobs", 2));
        start("shop-2", image("worker", 2));
        start("shop-3", image("api", 3));

        // When
        succeed("shop-1");

        // Then
        assertThat(applied("shop-3")).contains(pinned("api", 3), pinned("worker", 2), pinned("jobs", 2));
    }

    @Test
    void shouldKeepWhoPushedWhatItTakesOverFromDecidingWhereFourEyesAreAskedFor() {
        // Given
        replacing();
        start("shop-1", image("api", 2));
        start("shop-2", pushed("eve", "shop-2"), Map.of(), image("worker", 2));

        // When
        start("shop-3", pushed("fay", "shop-3"), Map.of(), image("api", 3));

        // Then
        assertThat(accepted("shop-3"))
                .singleElement()
                .satisfies(accepted -> assertThat(accepted.trigger().attributes())
                        .containsEntry("user", "fay")
                        .containsEntry("startedBy", "eve"));
    }

    @Test
    void shouldNotTakeOverWhatAPersonAskedFor() {
        // Given
        replacing();
        start("shop-1", image("api", 2));
        start("shop-2", new TriggerInfo("webhook", "ci", "shop-2", "ann", Map.of()), Map.of(), image("worker", 2));
        start("shop-3", image("api", 3));

        // When
        succeed("shop-1");

        // Then
        assertThat(applied("shop-3")).contains(pinned("api", 3), pinned("worker", 1));
    }

    @Test
    void shouldNotTakeOverWhatHadOtherParameters() {
        // Given
        replacing();
        start("shop-1", image("api", 2));
        start("shop-2", pushed("eve", "shop-2"), Map.of("zone", "b"), image("worker", 2));
        start("shop-3", image("api", 3));

        // When
        succeed("shop-1");

        // Then
        assertThat(applied("shop-3")).contains(pinned("api", 3), pinned("worker", 1));
    }

    @Test
    void shouldNotTakeOverWhatWasWithdrawnMeanwhile() {
        // Given
        replacing();
        start("shop-1", image("api", 2));
        start("shop-2", image("worker", 2));
        store.withdraw("shop", new Withdrawals.Withdrawn.ByPerson(pinned("worker", 2), "ann", "broken", AT));
        start("shop-3", image("api", 3));

        // When
        succeed("shop-1");

        // Then
        assertThat(applied("shop-3")).contains(pinned("api", 3), pinned("worker", 1));
    }

    @Test
    void shouldNotTakeOverAnImageThatMayNotBeTheOneOfBefore() {
        // Given
        replacing();
        start("shop-1", image("api", 2));
        start("shop-2", image("proxy", 2));
        start("shop-3", image("api", 3));

        // When
        succeed("shop-1");

        // Then
        assertThat(applied("shop-3")).contains(pinned("api", 3), pinned("proxy", 1));
    }

    /// One that waits is replaced by the next. Its pipeline has two images more.
    private void replacing() {
        String more = """
                    - {name: jobs, image: acme.io/jobs, prior: true, default: "%s"}
                    - {name: proxy, image: acme.io/proxy, default: "%s"}
                  parameters: [{name: zone, type: string, default: a}]
                  stages:\
                """;
        apply(
                DefinitionKind.PIPELINE,
                "shop",
                PIPELINE.replace("whenFull: queue", "whenFull: replaceWaiting")
                        .replace("  stages:", more.formatted(pinned("jobs", 1), pinned("proxy", 1))),
                Map.of(
                        "pods.yaml",
                        PODS.replace(
                                "]}}", ", {name: jobs, image: acme.io/jobs}, {name: proxy, image: acme.io/proxy}]}}")));
    }

    private static TriggerInfo pushed(String by, String id) {
        return new TriggerInfo("registry", "pushed", id, null, Map.of("user", by));
    }

    private String reason(String id) {
        return ((ExecutionState.Ended) store.get(id).state()).ending().reason();
    }

    private void apply(DefinitionKind kind, String name, String document, Map<String, String> files) {
        var packed = new TreeMap<String, CompressedText>();
        files.forEach((path, text) -> packed.put(path, CompressedText.of(text)));
        var problems = new DefinitionChanges(language, store, store, executions)
                .apply(new DefinitionCommand.Apply(kind, name, name + ".yaml", document, packed, ANN, AT), AT, sent);
        assertThat(problems).isEmpty();
    }

    private static Artifact image(String name, int version) {
        return new Artifact(
                name, new ImageReference("acme.io/" + name, "v" + version, Digest.of(name + " " + version)));
    }

    private static String pinned(String name, int version) {
        return image(name, version).image().pinned();
    }

    private void start(String id, Artifact... artifacts) {
        start(id, new TriggerInfo("registry", "pushed", id, null, Map.of()), Map.of(), artifacts);
    }

    private void start(String id, TriggerInfo trigger, Map<String, String> parameters, Artifact... artifacts) {
        starts.start(
                new ExecutionCommand.Start(new ExecutionId(id), "shop", trigger, parameters, List.of(artifacts), AT),
                (_, _) ->
                        Optional.of(new FileAnswers.Brought("832b8366e0f1c2d3a4b5968778695a4b3c2d1e0f", null, CONFIG)),
                AT,
                sent);
    }

    private void succeed(String id) {
        report(id, new Report.Succeeded(Map.of()));
    }

    private void fail(String id) {
        report(id, new Report.Failed("quota", Map.of()));
    }

    private void report(String id, Report report) {
        executions.tell(
                new ExecutionId(id), new Input.Reported(new OperationId(id + "/apply/apply/1"), report, AT), sent);
    }

    private List<ExecutionEvent.Accepted> accepted(String id) {
        return sent.of(ExecutionEvent.Accepted.class).stream()
                .filter(event -> event.executionId().equals(new ExecutionId(id)))
                .toList();
    }

    private String applied(String id) {
        return sent.of(DeploymentCommand.Start.class).stream()
                .filter(command -> command.executionId().equals(new ExecutionId(id)))
                .map(command -> ((DeploymentTask.ApplyManifests) command.task())
                        .manifests()
                        .text())
                .findFirst()
                .orElseThrow();
    }
}
