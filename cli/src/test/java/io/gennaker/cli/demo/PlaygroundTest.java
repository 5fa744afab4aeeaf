package io.gennaker.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.FakeConsole;
import io.gennaker.playground.platform.LocalPlatform;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaygroundTest {
    private static final String DEPLOYMENTS = "GET /apis/apps/v1/namespaces/shop/deployments";
    private static final String ROUTE = "GET /apis/networking.istio.io/v1/namespaces/shop/virtualservices/shop";

    @TempDir
    private Path home;

    private FakeConsole server;
    private Path kubeconfig;
    private Playground playground;

    @BeforeEach
    void start() throws IOException {
        server = new FakeConsole();
        var platform = LocalPlatform.open(
                home,
                Map.of(
                        "GENNAKER_HOME", home.toString(),
                        "GENNAKER_PORT_CLUSTERS_ADMIN", Integer.toString(server.port())));
        kubeconfig = platform.kubeconfig();
        Files.createDirectories(kubeconfig.getParent());
        Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: replica
                    cluster: {server: "http://127.0.0.1:1"}
                  - name: production
                    cluster: {server: "%s"}
                """.formatted(server.address()));
        playground = new Playground(platform);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String deployment(String name, String image, int available) {
        return "{\"metadata\":{\"name\":\"" + name
                + "\"},\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"image\":\"" + image
                + "\"}]}}},\"status\":{\"availableReplicas\":" + available + "}}";
    }

    private static String destination(String subset, int weight) {
        return "{\"destination\":{\"host\":\"shop\",\"subset\":\"" + subset + "\"},\"weight\":" + weight + "}";
    }

    private void route(String... destinations) {
        server.answer(ROUTE, 200, "{\"spec\":{\"http\":[{\"route\":[" + String.join(",", destinations) + "]}]}}");
    }

    @Test
    void shouldSeeWhatRunsInProduction() {
        // Given
        server.answer(
                DEPLOYMENTS,
                200,
                "{\"items\":[" + deployment("shop", "a/shop@sha256:1", 12) + "," + deployment("shop-canary", "b", 2)
                        + "]}");
        route(destination("release", 80), destination("canary-1", 20), destination("old", 0));

        // When
        Playground.Production production = playground.production();

        // Then
        assertThat(production)
                .isEqualTo(new Playground.Production(
                        "a/shop@sha256:1", 12, List.of("shop-canary"), Map.of("release", 80, "canary-1", 20)));
        assertThat(production.allTrafficOnRelease()).isFalse();
    }

    @Test
    void shouldSeeThatNothingRunsYet() {
        // Given
        server.answer(DEPLOYMENTS, 200, "{\"items\":[]}");

        // When
        Playground.Production production = playground.production();

        // Then
        assertThat(production).isEqualTo(new Playground.Production("", 0, List.of(), Map.of()));
        assertThat(production.allTrafficOnRelease()).isFalse();
    }

    @Test
    void shouldSeeThatAllTrafficIsOnRelease() {
        // Given
        server.answer(DEPLOYMENTS, 200, "{\"items\":[]}");
        route(destination("release", 100));

        // When and then
        assertThat(playground.production().allTrafficOnRelease()).isTrue();
    }

    @Test
    void shouldPushAnImageAndPinIt() throws IOException {
        // Given
        String digest = "sha256:" + "c".repeat(64);
        server.answer("PUT /images", 200, "{\"digest\":\"" + digest + "\"}");

        // When
        var image = playground.push("us.gcr.io/acme/shop:v2", Map.of("sim.gennaker.io/latency", "20ms"));

        // Then
        assertThat(image.pinned()).isEqualTo("us.gcr.io/acme/shop@" + digest);
        assertThat(ConsoleClient.json().readTree(server.lastRequest().body()))
                .isEqualTo(ConsoleClient.json()
                        .readTree("{\"reference\":\"us.gcr.io/acme/shop:v2\","
                                + "\"labels\":{\"sim.gennaker.io/latency\":\"20ms\"}}"));
    }

    @Test
    void shouldCountTheRequestsOfItsOwnHostOnly() {
        // Given
        server.answer("GET /traffic", 200, """
                {"targets":[
                  {"cluster":"replica","host":"shop","sent":7,"meshFailures":7,"applicationErrors":7},
                  {"cluster":"production","host":"other","sent":8,"meshFailures":8,"applicationErrors":8},
                  {"cluster":"production","host":"shop","sent":1000,"meshFailures":2,"applicationErrors":5}]}
                """);

        // When
        Playground.Requests requests = playground.requests().since(new Playground.Requests(400, 2, 1));

        // Then
        assertThat(requests).isEqualTo(new Playground.Requests(600, 0, 4));
    }

    @Test
    void shouldMakeANamespaceOnlyWhereThereIsNone() {
        // Given
        server.answer("POST /api/v1/namespaces", 201, "{}");

        // When
        playground.ensureNamespace("production");

        // Then
        assertThat(server.lastRequest().body()).contains("\"Namespace\"", "\"shop\"");
        server.answer("GET /api/v1/namespaces/shop", 200, "{}");
        playground.ensureNamespace("production");
        assertThat(server.lastRequest().method()).isEqualTo("GET");
    }

    @Test
    void shouldSayWhatAClusterAnswered() {
        // Given
        server.answer(DEPLOYMENTS, 500, "out of order\nand more");

        // When
        CliFailure failure = catchThrowableOfType(CliFailure.class, () -> playground.production());

        // Then
        assertThat(failure.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(failure).hasMessageContaining("answered 500: out of order").hasMessageNotContaining("and more");
    }

    @Test
    void shouldKnowTheServersOfTheKubeconfig() {
        assertThat(Kubeconfig.servers(kubeconfig))
                .containsOnly(
                        Map.entry("replica", URI.create("http://127.0.0.1:1")),
                        Map.entry("production", server.address()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "clusters: none",
                "clusters: [{name: x}]",
                "[1",
                "clusters: [{name: x, cluster: {server: ':'}}]"
            })
    void shouldSayWhenAKubeconfigIsNone(String text) throws IOException {
        // Given
        Files.writeString(kubeconfig, text);

        // When and then
        assertThatThrownBy(() -> Kubeconfig.servers(kubeconfig))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining(kubeconfig.toString());
    }

    @Test
    void shouldSayWhenThereIsNoKubeconfig() {
        assertThatThrownBy(() -> Kubeconfig.servers(home.resolve("none")))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining("none");
    }
}
