package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.console.testing.Reports;
import io.gennaker.console.testing.Sights;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.GraphEdge;
import io.gennaker.contracts.GraphEvent;
import io.gennaker.contracts.HealthEvent;
import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.RunningWorkload;
import io.gennaker.contracts.StageOutline;
import io.gennaker.contracts.StepOutline;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.contracts.TemplateExpansion;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.contracts.Verdict;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.pipeline.Definitions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// The page in a browser, over a read model that was filled from the bus. What is done there is in `src/test/browser`;
/// screenshots are written to `target/screenshots`.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
@EnabledIf("isBrowserThere")
class BrowserTest {
    private static final Path CHROMIUM =
            Path.of(System.getenv().getOrDefault("GENNAKER_CHROMIUM", "/usr/bin/chromium"));
    private static final Path PLAYWRIGHT = Path.of("src/main/webui/node_modules/playwright-core");
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final int LARGE = 300;

    private static TestBus bus;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    static boolean isBrowserThere() {
        return Files.isExecutable(CHROMIUM) && Files.isDirectory(PLAYWRIGHT);
    }

    @Test
    void shouldShowDeliveriesAndTakeAnswersWhenAPersonLooks() throws IOException, InterruptedException {
        // Given
        Instant now = Instant.now();
        Delivery failed = Delivery.of("shop", "browser-failed", now.minusSeconds(900))
                .accepted()
                .schemaJob()
                .firstShift()
                .firstVerdict()
                .question()
                .approval()
                .secondShift()
                .takenBack();
        Delivery waiting = Delivery.of("shop", "browser-waiting", now.minusSeconds(60))
                .accepted()
                .schemaJob()
                .firstShift()
                .firstVerdict()
                .questionInProgress();
        failed.events().forEach(bus::publish);
        bus.publish(Reports.of(failed, "analyse-33", Verdict.FAIL, 40, 5.1, 21.9, now.minusSeconds(800)));
        bus.publish(Reports.of(failed, "analyse-10", Verdict.PASS, 100, 0.12, 21.4, now.minusSeconds(850)));
        for (int release = 1; release <= 5; release++) {
            var passed = Delivery.of("shop", "browser-v" + release, now.minus(Duration.ofDays(7L * release)))
                    .accepted();
            var judged = passed.later(900);
            passed.add(new ExecutionEvent.Finished(
                    passed.execution(), "shop", ExecutionStatus.SUCCEEDED, null, passed.later(60)));
            passed.events().forEach(bus::publish);
            bus.publish(Reports.of(passed, "analyse-33", Verdict.PASS, 97, 0.1, 20.0 + release / 3.0, judged));
        }
        waiting.events().forEach(bus::publish);
        large(now).forEach(bus::publish);
        definitions(now).forEach(bus::publish);
        places(failed, waiting, now).forEach(bus::publish);
        Sights.of(failed.execution(), now).forEach(bus::publish);
        Sights.publishDeadLetter(bus, now.minusSeconds(400));
        Api.asAdmin().post("/api/tokens", "{\"user\": \"sam\", \"roles\": [\"viewer\"]}");
        Api.asAdmin().post("/api/executions/" + failed.execution().value() + "/cancel", "{}");
        bus.publish(graph(waiting.execution().revision(), now));
        Api.asAdmin().awaitExecution(failed.execution(), seen -> seen.has("finishedAt"));
        Api.asAdmin()
                .awaitExecution(
                        waiting.execution(), seen -> seen.path("judgements").size() == 1);
        Api.asAdmin()
                .awaitExecution(
                        ExecutionId.of("large", "browser"),
                        seen -> seen.path("stages").size() == LARGE);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> Api.asAdmin()
                                .get("/api/graph?cluster=production&namespace=shop")
                                .status()
                        == 200);

        // When
        var browser = new ProcessBuilder("node", "src/test/browser/console.mjs").inheritIO();
        browser.environment()
                .putAll(Map.of(
                        "CONSOLE", Api.address("").toString(),
                        "TOKEN", Api.firstToken(),
                        "CHROMIUM", CHROMIUM.toString(),
                        "FAILED", failed.execution().value(),
                        "WAITING", waiting.execution().value(),
                        "LARGE", ExecutionId.of("large", "browser").value()));
        Process process = browser.start();
        boolean ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
        process.destroy();

        // Then
        assertThat(ended).as("the browser's script ended").isTrue();
        assertThat(process.exitValue()).as("what failed is in the output above").isZero();
    }

    /// What runs where, and how clusters and integrations are.
    private static List<Message> places(Delivery failed, Delivery waiting, Instant now) {
        var old = now.minusSeconds(90_000);
        // Whoever is not heard for three minutes is down; a busy machine needs longer to come to the page.
        var heard = now.plus(Duration.ofMinutes(30));
        return List.of(
                settled(failed, "production", "shop", "shop", "us.gcr.io/acme/shop:v1", old),
                settled(waiting, "replica", "shop", "shop", "us.gcr.io/acme/shop:v2", now.minusSeconds(40)),
                settled(failed, "production", "shop", "cart", "us.gcr.io/acme/cart:v7", old.minusSeconds(90_000)),
                settled(failed, "replica", "shop", "cart", "us.gcr.io/acme/cart:v7", old.minusSeconds(90_100)),
                settled(failed, "production", "parcels", "parcels", "us.gcr.io/acme/parcels:v3", old),
                looked("deployer", HealthKind.SERVICE, "deployer", null, null, Map.of("messages to send", "0"), heard),
                looked(
                        "deployer",
                        HealthKind.CLUSTER,
                        "production",
                        "the API server at https://10.1.2.3 did not answer within 5 s",
                        "look whether its address can be reached from the deployer, and whether the kubeconfig's"
                                + " credentials hold",
                        Map.of("server", "https://10.1.2.3", "watches", "0", "drifts in a day", "2"),
                        heard),
                looked(
                        "deployer",
                        HealthKind.CLUSTER,
                        "replica",
                        null,
                        null,
                        Map.of("server", "https://10.1.2.4", "watches", "7", "version", "v1.31.2"),
                        heard),
                looked("analysis", HealthKind.METRICS, "prometheus", null, null, Map.of(), heard),
                looked("trigger", HealthKind.REGISTRY, "us.gcr.io", null, null, Map.of(), heard),
                looked("trigger", HealthKind.WEBHOOK, "github", null, null, Map.of("kind", "github"), heard),
                looked(
                        "judgement",
                        HealthKind.CHANNEL,
                        "slack",
                        "Slack says not_in_channel",
                        "look at gennaker.slack.bot-token-file, and whether the app is in the conversation",
                        Map.of(),
                        heard));
    }

    private static Message settled(
            Delivery delivery, String cluster, String namespace, String name, String image, Instant at) {
        return new DeploymentEvent.WorkloadsSettled(
                delivery.execution(),
                delivery.operation("deploy", "apply"),
                new ClusterTarget(cluster, cluster),
                namespace,
                List.of(new RunningWorkload("Deployment", name, List.of(image))),
                at);
    }

    private static Message looked(
            String service,
            HealthKind kind,
            String name,
            @Nullable String problem,
            @Nullable String advice,
            Map<String, String> facts,
            Instant now) {
        var state = problem == null ? HealthState.UP : HealthState.DOWN;
        return new HealthEvent.Looked(
                service,
                service + "-7d4f/1",
                kind,
                name,
                state,
                now.minus(Duration.ofMinutes(37)),
                problem,
                advice,
                facts,
                now);
    }

    /// A pipeline in its second version, a template on its channel with one pipeline, and a cluster that was removed.
    private static List<Message> definitions(Instant now) {
        Actor dana = new Actor("dana", List.of("admin"));
        String first = """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: parcels, application: parcels}
                spec:
                  parameters: [{name: region, type: enum, values: [eu, us], default: eu}]
                  stages:
                    - {id: pause, kind: wait, duration: 5m}
                    - {id: ask, kind: judgement, title: Go on?, instructions: Look at the figures first.}
                """;
        String second =
                first.replace("5m", "10m") + "    - {id: tell, kind: notify, title: Done, message: It is out.}\n";
        String template = """
                apiVersion: gennaker/v1
                kind: PipelineTemplate
                metadata: {name: service}
                spec:
                  variables: [{name: pause, type: string, default: 1m}]
                  pipeline: {stages: [{id: pause, kind: wait, duration: "$[[ template.pause ]]"}]}
                """;
        String made = """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: letters, application: letters}
                spec: {template: {name: service}}
                """;
        String cluster = """
                apiVersion: gennaker/v1
                kind: Cluster
                metadata: {name: retired}
                spec: {context: retired}
                """;
        Digest version = Definitions.digest(template, Map.of());
        return List.of(
                applied(DefinitionKind.PIPELINE, "parcels", first, now.minusSeconds(7200), dana, null),
                applied(DefinitionKind.PIPELINE, "parcels", second, now.minusSeconds(3600), dana, null),
                applied(DefinitionKind.PIPELINE_TEMPLATE, "service", template, now.minusSeconds(7000), dana, null),
                new DefinitionEvent.ChannelMoved(
                        "service", TemplateChannel.STABLE, version, null, 100, List.of(), 0, dana, now),
                applied(
                        DefinitionKind.PIPELINE,
                        "letters",
                        made,
                        now.minusSeconds(6900),
                        dana,
                        new TemplateExpansion(
                                "service",
                                version,
                                TemplateChannel.STABLE,
                                CompressedText.of(first.replace("parcels", "letters")))),
                applied(DefinitionKind.CLUSTER, "retired", cluster, now.minusSeconds(600), dana, null),
                new DefinitionEvent.Removed(DefinitionKind.CLUSTER, "retired", dana, now.minusSeconds(300)));
    }

    private static DefinitionEvent applied(
            DefinitionKind kind,
            String name,
            String document,
            Instant at,
            Actor by,
            @Nullable TemplateExpansion expansion) {
        return new DefinitionEvent.Applied(
                kind,
                name,
                Definitions.digest(document, Map.of()),
                name + ".yaml",
                document,
                Map.of(),
                by,
                at,
                null,
                expansion);
    }

    /// A canary with errors beside its release, both calling another service, and a service that is away.
    private static GraphEvent graph(String revision, Instant now) {
        var canary = "shop-canary-" + revision;
        return new GraphEvent.Observed(
                "production",
                "shop",
                now,
                Duration.ofMinutes(1),
                List.of(
                        edge("unknown", "shop", "shop", "v1", 80.2, 0.0, 24.0),
                        edge("unknown", "shop", "shop-baseline-" + revision, "v1", 10.1, 0.001, 25.0),
                        edge("unknown", "shop", canary, "v2", 9.8, 0.052, 61.0),
                        edge("shop", "cart", "cart", "v7", 41.0, 0.0, 8.5),
                        edge(canary, "cart", "cart", "v7", 12.0, 0.0, 9.1),
                        edge("nightly-report", "cart", "cart", "v7", 0.4, 0.0, 11.0),
                        edge("shop", "mail", "unknown", "unknown", 0.2, 1.0, null)),
                2);
    }

    private static GraphEdge edge(
            String source,
            String service,
            String workload,
            String version,
            double rate,
            double errors,
            @Nullable Double slowest) {
        return new GraphEdge(
                new GraphEdge.Workload(source.equals("unknown") ? "unknown" : "shop", source),
                "shop",
                service,
                new GraphEdge.Workload("shop", workload),
                version,
                "http",
                rate,
                errors,
                slowest == null ? null : slowest / 2,
                slowest,
                slowest == null ? null : slowest * 2);
    }

    /// An execution of which only the plan is known: 300 stages in 30 rows.
    private static List<Message> large(Instant now) {
        var stages = IntStream.range(0, LARGE)
                .mapToObj(number -> new StageOutline(
                        "stage-" + number,
                        "deploy",
                        number < 10 ? List.of() : List.of("stage-" + (number - 10)),
                        List.of(new StepOutline("apply", "apply the manifests"))))
                .toList();
        ExecutionId execution = ExecutionId.of("large", "browser");
        var image = ImageReference.parse("us.gcr.io/acme/large:v7@" + Digest.of("large"));
        return List.of(
                new ExecutionEvent.Accepted(
                        execution,
                        "large",
                        "large",
                        ExecutionStatus.QUEUED,
                        Digest.of("definition"),
                        Digest.of("plan"),
                        new TriggerInfo("manual", "console", "1", "dana", Map.of()),
                        Map.of(),
                        List.of(new Artifact("large", image)),
                        stages,
                        now.minusSeconds(120)),
                new ExecutionEvent.Started(execution, "large", now.minusSeconds(119)),
                new ExecutionEvent.Stalled(
                        execution,
                        List.of("stage-0/apply: an answer of the deployer since 2 min"),
                        now.minusSeconds(118),
                        now.minusSeconds(5)));
    }
}
