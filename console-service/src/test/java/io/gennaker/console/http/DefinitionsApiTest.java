package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.contracts.TemplateExpansion;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.pipeline.Definitions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class DefinitionsApiTest {
    private static final Actor ADMIN = new Actor("admin", List.of("admin"));
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static TestBus bus;
    private static Api api;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
        api = Api.asAdmin();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldStoreAndTellThatItIsInForceWhenTheOrchestratorTookIt() {
        // Given
        String name = name();

        // When
        var answer = later(() -> api.put("/api/definitions", request(cluster(name))));
        var command = bus.awaitMessage(
                Topic.DEFINITION_COMMANDS,
                DefinitionCommand.Apply.class,
                apply -> apply.name().equals(name));
        Digest digest = Definitions.digest(command.document(), Map.of());
        bus.publish(applied(command, digest));

        // Then
        assertThat(command.by()).isEqualTo(ADMIN);
        assertThat(answer.join().status()).isEqualTo(202);
        assertThat(answer.join().json().path("definitions")).singleElement().satisfies(definition -> {
            assertThat(definition.path("kind").asText()).isEqualTo("Cluster");
            assertThat(definition.path("name").asText()).isEqualTo(name);
            assertThat(definition.path("digest").asText()).isEqualTo(digest.value());
            assertThat(definition.path("inForce").asBoolean()).isTrue();
        });
        JsonNode stored = api.get("/api/definitions/cluster/" + name).json();
        assertThat(stored.path("kind").asText()).isEqualTo("Cluster");
        assertThat(stored.path("document").asText()).isEqualTo(command.document());
        assertThat(stored.path("by").asText()).isEqualTo("admin");
        assertThat(api.get("/api/definitions").json())
                .anySatisfy(definition ->
                        assertThat(definition.path("name").asText()).isEqualTo(name));
    }

    @Test
    void shouldAcceptAndSayThatItIsNotInForceYetWhenTheOrchestratorIsAway() {
        // Given
        String name = name();
        Impatient.install();

        // When
        var answer = api.put("/api/definitions", request(cluster(name)));

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().at("/definitions/0/inForce").asBoolean()).isFalse();
    }

    @Test
    void shouldKnowTemplatesWithTheirChannelsAndPipelines() {
        // Given
        String name = name();
        String pipeline = name();
        Digest first = storeTemplate(name, "1s");
        bus.publish(moved(name, first));
        awaitHistory(name, 1);
        String made = """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: %s}
                spec: {template: {name: %s}}
                """.formatted(pipeline, name);
        var refused = api.put("/api/definitions", submissions(made.replace("{name: " + name + "}", "{name: gone}")));

        // When
        var stored = later(() -> api.put("/api/definitions", submissions(made)));
        var command = bus.awaitMessage(
                Topic.DEFINITION_COMMANDS,
                DefinitionCommand.Apply.class,
                apply -> apply.name().equals(pipeline));
        bus.publish(made(command, name, first));
        Digest second = storeTemplate(name, "2s");
        await().until(() -> !api.get("/api/templates?template=" + name).json().isEmpty());
        var dryRun = api.post(
                "/api/templates/" + name + "/promote",
                "{\"digest\": \"" + second.value() + "\", \"to\": \"stable\", \"dryRun\": true}");

        // Then
        assertThat(stored.join().json().at("/definitions/0/inForce").asBoolean())
                .isTrue();
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/problems/0/message").asText()).contains("no template 'gone'");
        assertThat(command.source()).isEqualTo("tests");
        assertThat(dryRun.json().path("done").asBoolean()).isFalse();
        assertThat(dryRun.json().at("/promotion/changes/0/diff"))
                .extracting(JsonNode::asText)
                .contains("-    duration: \"1s\"", "+    duration: \"2s\"");
        assertThat(api.get("/api/templates?template=" + name)
                        .json()
                        .at("/0/state")
                        .asText())
                .isEqualTo("CURRENT");
        assertThat(api.get("/api/definitions/pipeline/" + pipeline)
                        .json()
                        .path("expanded")
                        .asText())
                .contains("duration: \"1s\"");
        assertThat(api.delete("/api/definitions/pipelinetemplate/" + name).code())
                .isEqualTo("in-use");
        assertThat(api.get("/api/definitions/pipeline/" + pipeline + "/source")
                        .json()
                        .at("/template/document")
                        .asText())
                .contains("PipelineTemplate");
    }

    private static Digest storeTemplate(String name, String duration) {
        String document = """
                apiVersion: gennaker/v1
                kind: PipelineTemplate
                metadata: {name: %s}
                spec:
                  variables: [{name: pause, type: string, default: %s}]
                  pipeline: {stages: [{id: pause, kind: wait, duration: "$[[ template.pause ]]"}]}
                """.formatted(name, duration);
        Digest digest = Definitions.digest(document, Map.of());
        bus.publish(new DefinitionEvent.Applied(
                DefinitionKind.PIPELINE_TEMPLATE, name, digest, name + ".yaml", document, Map.of(), ADMIN, NOW));
        await().until(() -> api.get("/api/templates/" + name).response().body().contains(digest.value()));
        return digest;
    }

    private static void awaitHistory(String name, int moves) {
        await().until(() ->
                api.get("/api/templates/" + name).json().path("moves").size() == moves);
    }

    private static DefinitionEvent moved(String name, Digest digest) {
        return new DefinitionEvent.ChannelMoved(
                name, TemplateChannel.STABLE, digest, null, 100, List.of(), 0, ADMIN, NOW);
    }

    private static DefinitionEvent made(DefinitionCommand.Apply command, String template, Digest version) {
        String document = """
                ---
                apiVersion: "gennaker/v1"
                kind: "Pipeline"
                metadata:
                  name: %s
                spec:
                  stages:
                  - id: "pause"
                    kind: wait
                    duration: "1s"
                    needs: []
                """.formatted(command.name());
        return new DefinitionEvent.Applied(
                command.kind(),
                command.name(),
                Definitions.digest(command.document(), Map.of()),
                command.fileName(),
                command.document(),
                Map.of(),
                ADMIN,
                NOW,
                command.source(),
                new TemplateExpansion(template, version, TemplateChannel.STABLE, CompressedText.of(document)));
    }

    private static Map<String, Object> submissions(String document) {
        return Map.of(
                "source",
                "tests",
                "submissions",
                List.of(Map.of("fileName", "shop.yaml", "document", document, "files", Map.of())));
    }

    @Test
    void shouldStoreNothingAndTellAllProblemsWhenOneDocumentIsInvalid() {
        // Given
        String valid = name();
        String invalid = name();
        String documents =
                cluster(valid) + "---\n" + cluster(invalid).replace("context", "kontext") + "---\nkind: Boat\n";

        // When
        var answer = api.put("/api/definitions", request(documents));

        // Then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("invalid");
        assertThat(answer.json().path("problems"))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(problem -> {
                    assertThat(problem.path("file").asText()).isEqualTo("clusters.yaml");
                    assertThat(problem.path("line").asInt()).isPositive();
                    assertThat(problem.path("column").asInt()).isPositive();
                    assertThat(problem.path("text").asText())
                            .startsWith("clusters.yaml:" + problem.path("line").asInt() + ":")
                            .endsWith(problem.path("message").asText());
                });
        Impatient.install();
        String later = name();
        api.put("/api/definitions", request(cluster(later)));
        bus.awaitMessage(
                Topic.DEFINITION_COMMANDS,
                DefinitionCommand.Apply.class,
                apply -> apply.name().equals(later));
        assertThat(bus.messages(Topic.DEFINITION_COMMANDS, DefinitionCommand.Apply.class))
                .extracting(DefinitionCommand.Apply::name)
                .doesNotContain(valid, invalid);
    }

    @Test
    void shouldRemoveWhenDefinitionIsInForce() {
        // Given
        String name = name();
        bus.publish(applied(
                new DefinitionCommand.Apply(
                        DefinitionKind.CLUSTER,
                        name,
                        "clusters.yaml",
                        cluster(name),
                        Map.of(),
                        ADMIN,
                        Instant.parse("2019-10-21T09:26:41Z")),
                Digest.of(name)));
        api.awaitStatus("/api/definitions/Cluster/" + name, 200);

        // When
        var answer = later(() -> api.delete("/api/definitions/Cluster/" + name));
        var command = bus.awaitMessage(
                Topic.DEFINITION_COMMANDS,
                DefinitionCommand.Remove.class,
                remove -> remove.name().equals(name));
        bus.publish(new DefinitionEvent.Removed(command.kind(), command.name(), command.by(), command.at()));

        // Then
        assertThat(answer.join().status()).isEqualTo(202);
        assertThat(api.get("/api/definitions/Cluster/" + name).status()).isEqualTo(404);
    }

    @Test
    void shouldKeepEachVersionOnceAndTheRemovalInTheHistory() {
        // Given
        String name = name();
        String path = "/api/definitions/cluster/" + name + "/versions";
        DefinitionCommand.Apply first = apply(name, cluster(name));
        DefinitionCommand.Apply second = apply(name, cluster(name).replace("somewhere", "elsewhere"));

        // When
        bus.publish(applied(first, Digest.of("first")));
        bus.publish(applied(first, Digest.of("first")));
        bus.publish(applied(second, Digest.of("second")));
        bus.publish(new DefinitionEvent.Removed(DefinitionKind.CLUSTER, name, ADMIN, NOW));
        bus.publish(applied(first, Digest.of("first")));

        // Then
        await().until(() -> api.get(path).json().size() == 4);
        JsonNode versions = api.get(path).json();
        assertThat(versions)
                .extracting(version -> version.path("digest").asText("removed"))
                .containsExactly(
                        Digest.of("first").value(),
                        "removed",
                        Digest.of("second").value(),
                        Digest.of("first").value());
        assertThat(api.get(path + "/" + versions.at("/2/number").asLong())
                        .json()
                        .at("/written/document")
                        .asText())
                .contains("elsewhere");
        assertThat(api.get(path + "/" + versions.at("/1/number").asLong())
                        .json()
                        .has("written"))
                .isFalse();
        assertThat(api.get("/api/definitions/cluster/nope/versions").status()).isEqualTo(404);
        assertThat(api.get(path + "/0").status()).isEqualTo(404);
    }

    @Test
    void shouldShowTheHistoryOfWhatAnApplicationOwnsToItsPeopleOnly() {
        // Given
        String name = name();
        String rule = """
                apiVersion: gennaker/v1
                kind: NotificationRule
                metadata: {name: %s, application: payments}
                spec: {on: [failed], to: [{channel: webhook, url: "https://payments.example/hook"}]}
                """.formatted(name);
        bus.publish(applied(
                new DefinitionCommand.Apply(
                        DefinitionKind.NOTIFICATION_RULE, name, "rules.yaml", rule, Map.of(), ADMIN, NOW),
                Digest.of(name)));
        String path = "/api/definitions/NotificationRule/" + name + "/versions";
        api.awaitStatus(path, 200);
        String number = "/" + api.get(path).json().at("/0/number").asLong();

        // When
        Api shop = viewer("shop");
        Api payments = viewer("payments");

        // Then
        assertThat(List.of(shop.get(path).status(), shop.get(path + number).status()))
                .containsExactly(404, 404);
        assertThat(List.of(
                        payments.get(path).status(), payments.get(path + number).status()))
                .containsExactly(200, 200);
    }

    private static Api viewer(String application) {
        var made =
                api.post("/api/tokens", "{\"user\": \"" + name() + "\", \"roles\": [\"viewer@" + application + "\"]}");
        return Api.as(made.json().path("secret").asText());
    }

    @Test
    void shouldTellWhatADefinitionComesToWithoutStoringIt() {
        // Given
        String name = name();
        String pipeline = """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: %s}
                spec:
                  stages:
                    - {id: pause, kind: wait, duration: 1s}
                    - {id: ask, kind: judgement, title: Well?, instructions: Go on?, roles: [admin], when: "true"}
                """.formatted(name);

        // When
        var right = api.post("/api/definitions/check", Map.of("fileName", "p.yaml", "document", pipeline));
        var wrong = api.post(
                "/api/definitions/check",
                Map.of("fileName", "p.yaml", "document", pipeline.replace("kind: wait", "kind: boat")));

        // Then
        assertThat(right.json().path("problems")).isEmpty();
        assertThat(right.json().at("/definitions/0/kind").asText()).isEqualTo("Pipeline");
        assertThat(right.json().at("/definitions/0/stages"))
                .extracting(stage -> stage.path("id").asText() + " after " + stage.path("needs"))
                .containsExactly("pause after []", "ask after [\"pause\"]");
        assertThat(right.json().at("/definitions/0/stages/1/when").asText()).isEqualTo("true");
        assertThat(wrong.status()).isEqualTo(200);
        assertThat(wrong.json().path("definitions")).isEmpty();
        assertThat(wrong.json().path("problems")).singleElement().satisfies(problem -> {
            assertThat(problem.path("line").asInt()).isEqualTo(6);
            assertThat(problem.path("message").asText()).contains("boat");
        });
        assertThat(api.get("/api/definitions/pipeline/" + name).status()).isEqualTo(404);
        assertThat(api.get("/api/audit?limit=100").json())
                .noneSatisfy(entry -> assertThat(entry.path("path").asText()).contains("check"));
    }

    @Test
    void shouldSayWhatIsWrongWhenRequestIsMalformed() {
        assertThat(api.delete("/api/definitions/Cluster/nope").status()).isEqualTo(404);
        assertThat(api.get("/api/definitions/Boat/x").message())
                .isEqualTo("kind is 'Boat'; allowed are Pipeline, Cluster, PipelineTemplate, Freeze, NotificationRule");
        assertThat(api.put("/api/definitions", Map.of("document", "a: b")).message())
                .isEqualTo("fileName and document are needed");
        assertThat(api.put("/api/definitions", Map.of("fileName", "a", "document", "b", "files", List.of()))
                        .message())
                .contains("at files");
        assertThat(api.put("/api/definitions", request("x".repeat(3_000_000))).status())
                .isEqualTo(413);
    }

    private static String name() {
        return "cluster-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String cluster(String name) {
        return """
                apiVersion: gennaker/v1
                kind: Cluster
                metadata: {name: %s}
                spec: {context: somewhere}
                """.formatted(name);
    }

    private static DefinitionCommand.Apply apply(String name, String document) {
        return new DefinitionCommand.Apply(
                DefinitionKind.CLUSTER, name, "clusters.yaml", document, Map.of(), ADMIN, NOW);
    }

    private static Map<String, Object> request(String document) {
        return Map.of("fileName", "clusters.yaml", "document", document, "files", Map.of());
    }

    private static DefinitionEvent.Applied applied(DefinitionCommand.Apply command, Digest digest) {
        return new DefinitionEvent.Applied(
                command.kind(),
                command.name(),
                digest,
                command.fileName(),
                command.document(),
                Map.of(),
                command.by(),
                command.at());
    }

    /// On a thread that begins here: one of the common pool may have begun in another application's test, whose
    /// configuration it would see.
    private static CompletableFuture<Api.Answer> later(Supplier<Api.Answer> request) {
        return CompletableFuture.supplyAsync(request, Thread::startVirtualThread);
    }
}
