package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.pipeline.Definitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `validate`, `apply`, `render`, `get`, `templates`.
class DefinitionCommandsTest extends CommandLines {
    private static final String EXAMPLE =
            Path.of("..", "playground", "example", "shop").toString();

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
    void shouldNotRemoveWhatStandsInAFileWithAByteOrderMark() throws IOException {
        // Given
        String document = "apiVersion: gennaker/v1\nkind: Cluster\nmetadata: {name: kept}\n";
        Files.writeString(home.resolve("kept.yaml"), "\uFEFF" + document);
        Files.writeString(home.resolve("other.yaml"), document.replace("kept", "other"));
        server.answer("GET /api/definitions", 200, "[" + marked("Cluster", "kept", "sha256:1", "shops") + "]");

        // When
        Result result = run("apply", "-f", home.toString(), "--source", "shops", "--prune", "--dry-run");

        // Then
        assertThat(result.out()).contains("Cluster/kept ").doesNotContain("removed");
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
    void shouldPrintOneDocumentOfAMoveThatIsNotSeenInTime() {
        // Given
        server.answer("POST /api/templates/service/promote", 200, """
                {"template":"service","channel":"stable","digest":"sha256:2222222222222222","done":false,
                 "promotion":{"total":0,"changes":[],"unfit":[]}}
                """);

        // When
        Result result = run("templates", "promote", "service", "-o", "json");

        // Then
        assertThat(result.code()).isEqualTo(ExitCode.TIMEOUT.code());
        assertThat(result.json().path("template").asText()).isEqualTo("service");
        assertThat(result.err()).contains("gennaker templates history service");
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
    void shouldRenderWhenTheItemsOfAListBegin() throws IOException {
        // Given
        Files.writeString(home.resolve("shop.yaml"), """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: shop}
                spec:
                  stages:
                    - {id: rest, kind: wait, duration: 1s, when: "true", forEach: {as: region, in: [eu, us], maxParallel: 1}}
                """);

        // When
        Result result = run("render", "shop", "-f", home.toString());

        // Then
        assertThat(result.out())
                .containsSubsequence(
                        "rest[us]  wait  after rest[eu]", "    when true", "    unless another item of rest failed");
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
}
