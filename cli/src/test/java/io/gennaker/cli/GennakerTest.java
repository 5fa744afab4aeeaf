package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.Execution;
import io.gennaker.cli.api.FakeConsole;
import io.gennaker.cli.display.Samples;
import io.gennaker.pipeline.Definitions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Command lines as people and scripts type them.
class GennakerTest {
    private static final String EVENTS = "GET /api/executions/" + Samples.ID + "/events";
    private static final String ONE = "GET /api/executions/" + Samples.ID;
    private static final String EXAMPLE =
            Path.of("..", "playground", "example", "shop").toString();

    @TempDir
    private Path home;

    private FakeConsole server;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        server = new FakeConsole();
        environment.put("GENNAKER_ROOT", Path.of("..").toString());
        environment.put("GENNAKER_HOME", home.toString());
        environment.put("GENNAKER_SERVER", server.address().toString());
        environment.put("GENNAKER_TOKEN", "secret");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private record Result(int code, String out, String err) {
        /// The output must be one document and nothing else.
        JsonNode json() {
            try {
                return ConsoleClient.json()
                        .reader()
                        .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .readTree(out);
            } catch (IOException malformed) {
                throw new AssertionError("not one JSON document: " + out, malformed);
            }
        }
    }

    private Result run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Gennaker.run(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String json(Object value) {
        try {
            return ConsoleClient.json().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--help"})
    void shouldSayWhatThereIs(String argument) {
        Result result = argument.isEmpty() ? run() : run(argument);

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("demo", "validate", "approve", "version", "Exit codes:", "GENNAKER_SERVER");
        for (ExitCode code : ExitCode.values()) {
            assertThat(result.out()).contains(" " + code.code() + " ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "up",
                "down",
                "status",
                "logs",
                "doctor",
                "apply",
                "validate",
                "render",
                "templates",
                "templates promote",
                "templates lag",
                "templates history",
                "get",
                "import",
                "import spinnaker",
                "run",
                "executions",
                "watch",
                "cancel",
                "pause",
                "resume",
                "retry",
                "skip",
                "ignore",
                "restart",
                "override-freeze",
                "judgements",
                "judgements show",
                "judgements revoke",
                "judgements delegate",
                "judgements comment",
                "approve",
                "reject",
                "notices",
                "connect",
                "triggers",
                "dead-letters",
                "version"
            })
    void shouldHelpWithEachCommand(String command) {
        Result result = run((command + " --help").split(" "));

        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("Usage: gennaker " + command).contains("--output=FORMAT");
        // Every option says what it does, on its line or, where that is long, on the next.
        assertThat(result.out()).doesNotContainPattern("(?m)^\\s+(-., )?--[a-z]+(=\\S+)?\\s*\\n(\\s{2,6}-|\\S|$)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "demo --nonsense",
                "run",
                "watch",
                "cancel",
                "approve",
                "apply",
                "validate",
                "import spinnaker",
                "executions --limit many",
                "get -o xml",
                "run shop -p novalue",
                "watch x --timeout soon",
                "up --copies trigger=many"
            })
    void shouldSayWhatIsWrongWithACommandLine(String line) {
        Result result = run(line.split(" "));

        assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("--help").doesNotContain("Exception");
        assertThat(result.err().lines()).hasSizeBetween(2, 3);
    }

    @Test
    void shouldGuessWhatWasMeant() {
        assertThat(run("executon").err()).contains("Did you mean", "gennaker executions");
    }

    @Test
    void shouldTellItsVersion() {
        assertThat(run("version").out()).startsWith("gennaker ").contains("Java " + Runtime.version());
        assertThat(run("version", "-o", "json").json().path("java").asText())
                .isEqualTo(Runtime.version().toString());
    }

    @Test
    void shouldValidateWithoutAServer() {
        // Given
        server.close();

        // When
        Result result = run("validate", "-f", EXAMPLE);

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("Pipeline/shop ", "Pipeline/shop-install ", "Cluster/production ");
    }

    @Test
    void shouldPrintEachProblemWithItsPlace() throws IOException {
        // Given
        Path file = Files.writeString(
                home.resolve("bad.yaml"), "apiVersion: gennaker/v1\nkind: Pipline\nmetadata:\n  name: shop\n");

        // When
        Result text = run("validate", "-f", file.toString());
        Result json = run("validate", "-f", file.toString(), "-o", "json");

        // Then
        assertThat(text.code()).isEqualTo(ExitCode.INVALID.code());
        assertThat(text.out().lines()).isNotEmpty().allMatch(line -> line.startsWith(file + ":"));
        assertThat(text.out()).contains(file + ":2:7: ", "'Pipline'");
        assertThat(json.code()).isEqualTo(ExitCode.INVALID.code());
        assertThat(json.json().path("valid").asBoolean()).isFalse();
        assertThat(json.json().path("problems").path(0).path("line").asInt()).isEqualTo(2);
    }

    @Test
    void shouldNotApplyWhatHasProblems() throws IOException {
        // Given
        Path file = Files.writeString(home.resolve("bad.yaml"), "apiVersion: gennaker/v1\nkind: Pipline\n");

        // When
        Result result = run("apply", "-f", file.toString());

        // Then
        assertThat(result.code()).isEqualTo(ExitCode.INVALID.code());
        assertThat(result.err()).contains(file + ":2:7: ");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void shouldSayWhatApplyingDidToEachDefinition() throws IOException {
        // Given
        Path file = Files.writeString(home.resolve("clusters.yaml"), """
                apiVersion: gennaker/v1
                kind: Cluster
                metadata: {name: one}
                spec: {context: one}
                """);
        String before = "[" + cluster("one", "sha256:1") + "," + cluster("two", "sha256:2") + "]";
        String after = "[" + cluster("one", "sha256:9") + "," + cluster("two", "sha256:2") + ","
                + cluster("three", "sha256:3") + "]";
        server.answer("GET /api/definitions", 200, before)
                .answer("GET /api/definitions", 200, before)
                .answer("GET /api/definitions", 200, after)
                .answer(
                        "PUT /api/definitions",
                        202,
                        "{\"definitions\":[{\"kind\":\"Cluster\",\"name\":\"one\",\"digest\":\"sha256:9\"},"
                                + "{\"kind\":\"Cluster\",\"name\":\"two\",\"digest\":\"sha256:2\"},"
                                + "{\"kind\":\"Cluster\",\"name\":\"three\",\"digest\":\"sha256:3\"}]}");

        // When
        Result result = run("apply", "-f", file.toString());

        // Then
        assertThat(result.out().lines())
                .containsExactly("Cluster/one changed", "Cluster/two unchanged", "Cluster/three created");
        assertThat(result.code()).isZero();
    }

    private static String marked(String kind, String name, String digest, String source) {
        return cluster(name, digest)
                .replace("\"kind\":\"Cluster\"", "\"kind\":\"" + kind + "\"")
                .replace("\"by\"", "\"source\":\"" + source + "\",\"by\"");
    }

    @Test
    void shouldRemoveOnlyWhatCarriesTheSameMarkAndIsNotThereAnyMore() throws IOException {
        // Given
        String document = "apiVersion: gennaker/v1\nkind: Cluster\nmetadata: {name: kept}\nspec: {context: one}\n";
        Files.writeString(home.resolve("kept.yaml"), document);
        String kept = Definitions.digest(document, Map.of()).value();
        server.answer(
                        "GET /api/definitions",
                        200,
                        "[" + marked("Cluster", "kept", kept, "shops") + ","
                                + marked("Cluster", "gone", "sha256:1", "shops") + ","
                                + marked("Pipeline", "old", "sha256:2", "shops") + ","
                                + marked("Pipeline", "foreign", "sha256:3", "others") + ","
                                + cluster("unmarked", "sha256:4") + "]")
                .answer("DELETE /api/definitions/Pipeline/old", 202, "{}")
                .answer("DELETE /api/definitions/Cluster/gone", 202, "{}");

        // When
        Result dry = run("apply", "-f", home.toString(), "--source", "shops", "--prune", "--dry-run");
        int asked = server.requests().size();
        Result result = run("apply", "-f", home.toString(), "--source", "shops", "--prune");

        // Then
        assertThat(asked).isEqualTo(1);
        assertThat(dry.out().lines())
                .containsExactly(
                        "Cluster/kept unchanged (dry run)",
                        "Pipeline/old removed (dry run)",
                        "Cluster/gone removed (dry run)");
        assertThat(result.out().lines())
                .containsExactly("Cluster/kept unchanged", "Pipeline/old removed", "Cluster/gone removed");
        assertThat(server.requests())
                .filteredOn(request -> request.method().equals("DELETE"))
                .hasSize(2);
        assertThat(run("apply", "-f", home.toString(), "--prune").code()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldApplyAThousandServicesInRequestsThatTheServerTakes() throws IOException {
        // Given
        var live = new ArrayList<String>();
        for (int i = 0; i < 1000; i++) {
            String name = "service-" + i;
            String document = "apiVersion: gennaker/v1\nkind: Cluster\nmetadata: {name: " + name + "}\n";
            Files.createDirectory(home.resolve(name));
            Files.writeString(home.resolve(name).resolve("service.yaml"), document);
            live.add(cluster(name, Definitions.digest(document, Map.of()).value()));
        }
        server.answer("GET /api/definitions", 200, "[]")
                .answer("GET /api/definitions", 200, "[" + String.join(",", live) + "]");
        for (int batch = 0; batch < 10; batch++) {
            server.answer(
                    "PUT /api/definitions",
                    202,
                    "{\"definitions\":[" + String.join(",", live.subList(batch * 100, batch * 100 + 100)) + "]}");
        }

        // When
        Result result = run("apply", "-f", home.toString());

        // Then
        assertThat(result.out().lines()).hasSize(1000).allMatch(line -> line.endsWith(" created"));
        assertThat(server.requests())
                .filteredOn(request -> request.method().equals("PUT"))
                .hasSize(10)
                .allSatisfy(request -> assertThat(request.body().length()).isLessThan(2_000_000));
    }

    @Test
    void shouldShowWhatAMoveOfATemplateChanges() {
        // Given
        server.answer("POST /api/templates/service/promote", 200, """
                {"template":"service","channel":"stable","digest":"sha256:2222222222222222","done":false,"promotion":{"total":3,
                 "changes":[{"pipeline":"shop","from":"sha256:1111111111111111","diff":["-a","+b"]}],
                 "unfit":[{"pipeline":"cart","from":"sha256:1111111111111111","problems":["cart.yaml:4:5: found x; allowed: y"]}]}}
                """);

        // When
        Result result = run("templates", "promote", "service", "--wave", "10%", "--pipelines", "a,b*", "--dry-run");

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "Pipeline/shop  sha256:111111111111 -> sha256:222222222222",
                        "    -a",
                        "    +b",
                        "Pipeline/cart  stays on sha256:111111111111, as it does not fit:",
                        "    cart.yaml:4:5: found x; allowed: y",
                        "1 of 3 pipelines on stable would move, 1 do not fit");
        assertThat(server.lastRequest().body())
                .contains("\"from\":\"next\"", "\"percent\":10", "\"pipelines\":[\"a\",\"b*\"]", "\"dryRun\":true");
        assertThat(run("templates", "promote", "service", "--wave", "many").code())
                .isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldRenderWithoutAServer() {
        // Given
        String image = "app=us.gcr.io/acme/cart:v1@sha256:" + "ab".repeat(32);

        // When
        Result result = run("render", "cart", "-f", "../playground/example/services", "-i", image);
        Result json = run("render", "cart", "-f", "../playground/example/services", "-i", image, "-o", "json");
        Result refused = run("render", "cart", "-f", "../playground/example/services");

        // Then
        assertThat(result.out())
                .contains("Pipeline cart of application shop", "deploy-production  deploy  after approve");
        assertThat(result.out())
                .contains("plan        " + json.json().path("digest").asText());
        assertThat(json.json().at("/plan/template/name").asText()).isEqualTo("service");
        assertThat(refused.code()).isEqualTo(ExitCode.INVALID.code());
        assertThat(refused.err()).contains("artifact 'app' is missing");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void shouldSayWhatIsNotLiveInTime() throws IOException {
        // Given
        Path file = Files.writeString(
                home.resolve("c.yaml"),
                "apiVersion: gennaker/v1\nkind: Cluster\nmetadata: {name: one}\nspec: {context: one}\n");
        server.answer("GET /api/definitions", 200, "[]")
                .answer(
                        "PUT /api/definitions",
                        202,
                        "{\"definitions\":[{\"kind\":\"Cluster\",\"name\":\"one\",\"digest\":\"sha256:9\"}]}");

        // When
        Result result = run("apply", "-f", file.toString(), "--timeout", "200ms");

        // Then
        assertThat(result.code()).isEqualTo(ExitCode.TIMEOUT.code());
        assertThat(result.err()).contains("Cluster/one");
    }

    private static String cluster(String name, String digest) {
        return "{\"kind\":\"Cluster\",\"name\":\"" + name + "\",\"digest\":\"" + digest
                + "\",\"fileName\":\"f\",\"document\":\"kind: Cluster\\n\",\"by\":\"admin\",\"at\":\"2026-11-23T12:00:00.123456Z\"}";
    }

    @Test
    void shouldListDefinitionsOfAKind() {
        // Given
        server.answer("GET /api/definitions", 200, "[" + cluster("one", "sha256:" + "ab".repeat(32)) + "]");

        // When
        Result clusters = run("get", "clusters");
        Result pipelines = run("get", "pipelines", "-o", "json");
        Result nonsense = run("get", "pods");

        // Then
        assertThat(clusters.out().lines())
                .containsExactly(
                        "KIND     NAME  DIGEST               APPLIED BY  AT",
                        "Cluster  one   sha256:abababababab  admin       2026-11-23T12:00:00Z");
        assertThat(pipelines.json()).isEmpty();
        assertThat(nonsense.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(nonsense.err()).contains("'pods'", "pipelines", "clusters");
    }

    @Test
    void shouldPrintADefinitionAsItWasWritten() {
        // Given
        server.answer("GET /api/definitions/cluster/one", 200, cluster("one", "sha256:1"));

        // When and then
        assertThat(run("get", "cluster/one").out().lines()).containsExactly("kind: Cluster");
        assertThat(run("get", "clusters/two").code()).isEqualTo(ExitCode.NOT_FOUND.code());
    }

    @Test
    void shouldStartAPipelineWithWhatWasGiven() throws IOException {
        // Given
        server.answer("POST /api/pipelines/shop/executions", 202, "{\"executionId\":\"shop-1\"}");

        // When
        Result text = run(
                "run",
                "shop",
                "-p",
                "a=1",
                "-p",
                "b=x=y",
                "-i",
                "shop=r/shop@sha256:1",
                "--ref",
                "values=main",
                "--key",
                "k");
        Result json = run("run", "shop", "-o", "json");

        // Then
        assertThat(text.out()).isEqualTo("shop-1" + System.lineSeparator());
        assertThat(ConsoleClient.json().readTree(server.requests().getFirst().body()))
                .isEqualTo(ConsoleClient.json()
                        .readTree("{\"idempotencyKey\":\"k\",\"parameters\":{\"a\":\"1\",\"b\":\"x=y\"},"
                                + "\"artifacts\":{\"shop\":\"r/shop@sha256:1\"},\"refs\":{\"values\":\"main\"}}"));
        assertThat(json.json().path("executionId").asText()).isEqualTo("shop-1");
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 1"})
    void shouldEndAsTheWatchedExecutionDoes(boolean good, int code) {
        // Given
        Execution end = good ? Samples.succeeded() : Samples.takenBack();
        server.answer(ONE, 200, json(end)).stream(EVENTS, json(Samples.running()), json(end));

        // When
        Result text = run("watch", Samples.ID);
        Result json = run("watch", Samples.ID, "-o", "json");

        // Then
        assertThat(text.code()).isEqualTo(code);
        assertThat(text.out()).contains("canary: compare canary with baseline at 10 %: running", "└─ ");
        assertThat(json.code()).isEqualTo(code);
        assertThat(json.json().path("id").asText()).isEqualTo(Samples.ID);
        assertThat(json.json().path("status").asText()).isEqualTo(good ? "Succeeded" : "Failed");
        assertThat(json.err()).contains("canary: compare canary with baseline at 10 %: running");
    }

    @Test
    void shouldStopWatchingAfterTheTimeout() {
        // Given
        server.answer(ONE, 200, json(Samples.running())).silentStream(EVENTS, json(Samples.running()));

        // When
        Result result = run("watch", Samples.ID, "--timeout", "PT0.3S", "-o", "json");

        // Then
        assertThat(result.code()).isEqualTo(ExitCode.TIMEOUT.code());
        assertThat(result.json().path("error").path("code").asText()).isEqualTo("TIMEOUT");
        assertThat(result.json().path("error").path("exitCode").asInt()).isEqualTo(7);
    }

    @Test
    void shouldSayWhenThereIsNoSuchExecution() {
        Result result = run("watch", "shop-0");

        assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(result.err())
                .isEqualTo("no execution shop-0; those there are: gennaker executions" + System.lineSeparator());
    }

    @Test
    void shouldListExecutions() {
        // Given
        server.answer(
                "GET /api/executions?pipeline=shop&status=Failed&limit=3",
                200,
                "[{\"id\":\"shop-1\",\"pipeline\":\"shop\",\"status\":\"Failed\",\"reason\":null,\"trigger\":\"registry\","
                        + "\"images\":[\"a/shop:v1@sha256:" + "ab".repeat(32) + "\"],\"openJudgements\":1,"
                        + "\"acceptedAt\":\"2026-11-23T12:00:00Z\",\"finishedAt\":\"2026-11-23T12:01:05Z\"}]");

        // When
        Result text = run("executions", "--pipeline", "shop", "--status", "Failed", "--limit", "3");
        Result json = run("-o", "json", "executions", "--pipeline", "shop", "--status", "Failed", "--limit", "3");

        // Then
        assertThat(text.out()).contains("shop-1", "Failed (waits for an answer)", "1 m 05 s", "a/shop:v1@abababab");
        assertThat(json.json().path(0).path("id").asText()).isEqualTo("shop-1");
    }

    @Test
    void shouldListJudgementsAndAnswerOne() throws IOException {
        // Given
        server.answer(
                        "GET /api/judgements?open=true",
                        200,
                        json(Samples.asking().judgements()))
                .answer("POST /api/judgements/decisions", 200, "{\"result\":\"recorded\"}");

        // When
        Result list = run("judgements");
        Result approve = run("approve", Samples.QUESTION, "--comment", "fine");

        // Then
        assertThat(list.out()).contains(Samples.QUESTION, "Release shop v2-tgk31c to all?", "open");
        assertThat(approve.out()).isEqualTo(Samples.QUESTION + ": approved" + System.lineSeparator());
        JsonNode sent = ConsoleClient.json().readTree(server.lastRequest().body());
        assertThat(sent.path("decision").asText()).isEqualTo("Approve");
        assertThat(sent.path("comment").asText()).isEqualTo("fine");
    }

    @Test
    void shouldAnswerWithAChoiceAndInputs() throws IOException {
        // Given
        server.answer("POST /api/judgements/decisions", 200, "{\"result\":\"recorded\"}");

        // When
        Result approve = run("approve", Samples.QUESTION, "--choice", "half", "-i", "ticket=OPS-7", "-i", "batch=4");

        // Then
        assertThat(approve.code()).isZero();
        JsonNode sent = ConsoleClient.json().readTree(server.lastRequest().body());
        assertThat(sent.path("choice").asText()).isEqualTo("half");
        assertThat(sent.path("inputs").toString()).isEqualTo("{\"batch\":\"4\",\"ticket\":\"OPS-7\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "revoke ID --comment no           | revocations | {\"comment\":\"no\"}              | revoked",
                "delegate ID erin --comment leave | delegations | {\"to\":\"erin\",\"comment\":\"leave\"} | handed on to erin",
                "comment ID slow                  | comments    | {\"text\":\"slow\"}               | commented",
            })
    void shouldDoWhatElseCanBeDoneAboutAJudgement(String line, String path, String body, String said)
            throws IOException {
        // Given
        server.answer("POST /api/judgements/" + path, 200, "{\"result\":\"recorded\"}");

        // When
        Result result = run(("judgements " + line.replace("ID", Samples.QUESTION)).split(" "));

        // Then
        assertThat(result.out()).isEqualTo(Samples.QUESTION + ": " + said + System.lineSeparator());
        var sent =
                (ObjectNode) ConsoleClient.json().readTree(server.lastRequest().body());
        assertThat(sent.remove("judgementId").asText()).isEqualTo(Samples.QUESTION);
        assertThat(sent.remove("requestId").asText()).isNotBlank();
        assertThat(sent).isEqualTo(ConsoleClient.json().readTree(body));
    }

    @Test
    void shouldShowAJudgementInFull() {
        // Given
        server.answer(
                "GET /api/executions/" + Samples.ID, 200, """
                {"id": "%s", "judgements": [{"id": "%s", "executionId": "%s", "openedAt": "2026-01-01T00:00:00Z",
                 "expiresAt": "2026-01-04T00:00:00Z", "requester": "carl", "decidedBy": [],
                 "answers": [{"user": "dana", "decision": "Approve", "channel": "Web", "at": "2026-01-01T00:01:00Z",
                              "form": {"choice": "all", "inputs": {"ticket": "OPS-7"}}}],
                 "history": [{"kind": "Answered", "user": "dana", "decision": "Approve", "channel": "Web",
                              "at": "2026-01-01T00:01:00Z", "form": {"choice": "all", "inputs": {"ticket": "OPS-7"}}},
                             {"kind": "Delegated", "user": "fred", "channel": "Cli", "at": "2026-01-01T00:02:00Z",
                              "to": "erin", "text": "on leave"},
                             {"kind": "Reminded", "at": "2026-01-01T04:00:00Z", "reminder": 1}],
                 "spec": {"title": "Promote?", "instructions": "Look.", "users": [], "roles": ["sre"], "quorum": 2,
                          "requesterMayDecide": false, "expiresAfter": "PT72H", "onExpiry": "Reject", "links": [],
                          "form": {"choices": [{"name": "all", "title": "Everywhere", "decision": "Approve"}],
                                   "inputs": [{"name": "ticket", "type": "String", "required": true, "values": []},
                                              {"name": "batch", "type": "Int", "required": false,
                                               "defaultValue": "4", "values": []}]}}}]}
                """.formatted(Samples.ID, Samples.QUESTION, Samples.ID));

        // When
        Result shown = run("judgements", "show", Samples.QUESTION);

        // Then
        assertThat(shown.out().lines())
                .containsExactly(
                        "Promote?",
                        "  state      open, 1 of 2 approvals",
                        "  | Look.",
                        "  may decide role sre",
                        "  may not    carl",
                        "  expires    2026-01-04T00:00:00Z, then rejected",
                        "  approve --choice all  Everywhere",
                        "  --input ticket=<text>",
                        "  --input batch=<an integer; default 4>",
                        "  2026-01-01T00:01:00Z dana approved all ticket=OPS-7",
                        "  2026-01-01T00:02:00Z fred handed on to erin: on leave",
                        "  2026-01-01T04:00:00Z a reminder went out");
    }

    @ParameterizedTest
    @CsvSource({"403, 5", "404, 4", "409, 5", "400, 2", "500, 6"})
    void shouldEndAsTheServerAnswers(int status, int code) {
        // Given
        server.answer("POST /api/judgements/decisions", status, "{\"code\":\"x\",\"message\":\"said by the server\"}");

        // When
        Result text = run("reject", Samples.QUESTION);
        Result json = run("reject", Samples.QUESTION, "-o", "json");

        // Then
        assertThat(text.code()).isEqualTo(code);
        assertThat(text.err()).startsWith("said by the server").hasLineCount(1);
        assertThat(text.out()).isEmpty();
        assertThat(json.json().path("error").path("message").asText())
                .isEqualTo("said by the server" + (status == 403 ? "; what you may do: gennaker whoami" : ""));
    }

    @Test
    void shouldCancelWithAReason() {
        // Given
        server.answer(ONE.replace("GET", "POST") + "/cancel", 202, "{\"executionId\":\"" + Samples.ID + "\"}");

        // When
        Result result = run("cancel", Samples.ID, "--reason", "wrong version");

        // Then
        assertThat(result.code()).isZero();
        assertThat(server.lastRequest().body()).isEqualTo("{\"reason\":\"wrong version\"}");
    }

    @Test
    void shouldInterveneInAStageWithAReason() {
        // Given
        server.answer(ONE.replace("GET", "POST") + "/interventions", 200, """
                {"requestId": "r-1", "act": "retry", "stage": "canary", "by": "ann", "reason": "flaky", "status": "Queued",
                 "allowed": [], "at": "2026-01-01T10:00:00Z"}
                """);

        // When
        Result result = run("retry", Samples.ID, "canary", "--reason", "flaky");

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("retry canary is done; the execution is queued");
        assertThat(server.lastRequest().body()).contains("\"act\":\"retry\",\"stage\":\"canary\",\"reason\":\"flaky\"");
    }

    @Test
    void shouldSayWhyWhenAnInterventionIsRefused() {
        // Given
        server.answer(
                ONE.replace("GET", "POST") + "/interventions",
                409,
                "{\"code\": \"refused\", \"message\": \"it is not paused; allowed now: cancel, pause\"}");

        // When
        Result result = run("resume", Samples.ID);

        // Then
        assertThat(result.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(result.err()).contains("it is not paused; allowed now: cancel, pause");
    }

    @Test
    void shouldPreferTheServerOfTheCommandLine() {
        // Given
        environment.put("GENNAKER_SERVER", "http://127.0.0.1:1");
        server.answer("GET /api/definitions", 200, "[]");

        // When and then
        assertThat(run("get", "--server", server.address().toString()).code()).isZero();
        assertThat(run("get").code()).isEqualTo(ExitCode.UNREACHABLE.code());
    }

    @Test
    void shouldAskForATokenOfAServerThatIsNotTheLocalPlatform() {
        // Given
        environment.remove("GENNAKER_TOKEN");

        // When
        Result result = run("get");

        // Then
        assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(result.err()).contains("GENNAKER_TOKEN", server.address().toString());
    }

    @Test
    void shouldUseTheLocalPlatformWhenNoServerIsNamed() throws IOException {
        // Given
        environment.remove("GENNAKER_SERVER");
        environment.put("GENNAKER_PORT_CONSOLE", Integer.toString(server.port()));
        server.answer("GET /api/definitions", 200, "[]");

        // When
        Result never = run("get");
        Files.createDirectories(home.resolve("secrets"));
        try (var secrets = Files.list(home.resolve("secrets"))) {
            assertThat(secrets).isEmpty();
        }
        String file = never.err().replaceAll("(?s).*\\(no (.*?)\\).*", "$1");
        Files.writeString(Path.of(file), "local-token\n");
        Result once = run("get");

        // Then
        assertThat(never.code()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(never.err()).contains("./gennaker up");
        assertThat(once.code()).isZero();
        assertThat(server.lastRequest().authorization()).isEqualTo("Bearer local-token");
    }

    @Test
    void shouldShowTheComponentsOfAPlatformThatDoesNotRun() {
        // Given
        environment.put("GENNAKER_PORT_BASE", "28480");

        // When
        Result text = run("status");
        Result json = run("status", "-o", "json");

        // Then
        assertThat(text.code()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(text.out()).contains("COMPONENT", "orchestrator", "stopped");
        assertThat(json.json().path(0).path("state").asText()).isEqualTo("STOPPED");
    }

    @Test
    void shouldExamineTheMachine() {
        Result text = run("doctor");
        Result json = run("doctor", "-o", "json");

        assertThat(text.out()).contains("✔ JDK");
        assertThat(json.json().path(0).path("name").asText()).isEqualTo("JDK");
        assertThat(json.json().path(0).path("result").asText()).isEqualTo("OK");
    }

    @Test
    void shouldPrintTheEndOfALog() throws IOException {
        // Given
        Files.createDirectories(home.resolve("logs"));
        Files.writeString(home.resolve("logs/console.log"), "one\ntwo\nthree\n");

        // When
        Result text = run("logs", "console", "-n", "2");
        Result json = run("logs", "console", "-o", "json");
        Result unknown = run("logs", "nonsense");
        Result endless = run("logs", "console", "-f", "-o", "json");

        // Then
        assertThat(text.out().lines()).containsExactly("two", "three");
        assertThat(json.json().path(0).path("lines")).hasSize(3);
        assertThat(unknown.code()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(unknown.err()).contains("orchestrator");
        assertThat(endless.code()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldEndQuietlyWhenNobodyReadsItsOutput() throws IOException {
        // Given
        Files.createDirectories(home.resolve("logs"));
        Files.writeString(home.resolve("logs/console.log"), "one\ntwo\n");
        var closed = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        var err = new ByteArrayOutputStream();

        // When
        int code = Gennaker.run(
                environment,
                new PrintStream(closed, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "logs",
                "console",
                "-f");

        // Then
        assertThat(code).isEqualTo(ExitCode.OUTPUT_CLOSED.code());
        assertThat(err.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true"})
    void shouldShowWhereItFailedOnlyWhenAsked(String debug, boolean detailed) {
        // Given
        var err = new ByteArrayOutputStream();
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        var failures = new Failures(Map.of("GENNAKER_DEBUG", debug), stream);

        // When
        int code = failures.report(new IllegalStateException("out of order"), new Session(Map.of(), stream, stream));

        // Then
        String said = err.toString(StandardCharsets.UTF_8);
        assertThat(code).isEqualTo(ExitCode.DEFECT.code());
        assertThat(said.lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .contains(
                                "gennaker failed: java.lang.IllegalStateException: out of order", "GENNAKER_DEBUG=1"));
        assertThat(said.contains("\tat ")).isEqualTo(detailed);
    }

    @ParameterizedTest
    @CsvSource({
        "bash, complete -F _complete_gennaker",
        "zsh, bashcompinit",
        "fish, complete -c gennaker -n '__fish_use_subcommand' -a executions",
    })
    void shouldPrintAScriptThatCompletesCommandsWhenAShellAsks(String shell, String part) {
        // When
        Result result = run("completion", shell);

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains(part).contains("dead-letters", "contexts", "context");
    }
}
