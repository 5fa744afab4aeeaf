package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.pubsub.v1.Subscription;
import io.gennaker.cli.api.FakeConsole;
import io.gennaker.cli.connect.FakePubSub;
import io.gennaker.cli.connect.Outside;
import io.gennaker.pipeline.Definitions;
import io.gennaker.playground.SimulatedClusters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gennaker connect` as people type it, against simulated clusters and servers that speak the others' APIs.
class ConnectTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_MILLIS = 60_000;

    @TempDir
    private static Path clusters;

    private static int apiPort;

    @TempDir
    private Path folder;

    private Outside outside;
    private FakePubSub pubSub;
    private FakeConsole console;
    private String token = "the-console's-token";

    private record Result(int code, String out, String err) {
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException malformed) {
                throw new UncheckedIOException(malformed);
            }
        }

        /// The outcome of one integration.
        JsonNode of(String kind, String name) {
            for (JsonNode one : json().path("integrations")) {
                if (one.path("kind").asText().equals(kind)
                        && one.path("name").asText().equals(name)) {
                    return one;
                }
            }
            throw new AssertionError("no " + kind + " " + name + " in " + out + err);
        }

        String change(String kind, String name) {
            return of(kind, name).path("change").asText();
        }
    }

    @BeforeAll
    static void startClusters() throws Exception {
        apiPort = freePort();
        String[] arguments = {
            "--data", clusters.toString(), "--cluster", "one=" + apiPort + "," + freePort(), "--admin", "" + freePort()
        };
        Thread.ofPlatform().daemon().start(() -> {
            try {
                SimulatedClusters.main(arguments);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!Files.exists(clusters.resolve("kubeconfig")) && System.currentTimeMillis() < end) {
            Thread.onSpinWait();
        }
    }

    @BeforeEach
    void start() throws IOException {
        outside = new Outside();
        pubSub = new FakePubSub();
        console = new FakeConsole();
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        for (var secret : Outside.secrets().entrySet()) {
            Files.writeString(secrets.resolve(secret.getKey()), secret.getValue() + "\n");
        }
        Files.writeString(folder.resolve("users.json"), "{\"U1\": {\"user\": \"dana\", \"roles\": [\"sre\"]}}");
    }

    @AfterEach
    void stop() {
        outside.close();
        pubSub.close();
        console.close();
    }

    @Test
    void shouldDoNothingInADryRunAndSayWhatItWould() throws Exception {
        // Given
        write(file("dry"));
        console.answer("GET /api/definitions", 200, "[]");

        // When
        Result result = run("--dry-run");

        // Then
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.change("cluster", "production")).isEqualTo("CREATED");
        assertThat(result.change("definition", "Cluster/production")).isEqualTo("CREATED");
        assertThat(result.change("pubsub", "acme")).isEqualTo("CREATED");
        assertThat(result.change("file", "services/trigger.properties")).isEqualTo("CREATED");
        assertThat(pubSub.topics).isEmpty();
        assertThat(folder.resolve("services")).doesNotExist();
        assertThat(folder.resolve("clusters")).doesNotExist();
        assertThat(get("/api/v1/namespaces/dry")).isEqualTo(404);
        assertThat(console.requests()).allMatch(request -> request.method().equals("GET"));
    }

    @Test
    void shouldConnectAllAndFindAllUnchangedTheSecondTime() throws Exception {
        // Given
        write(file("shop"));
        answersTo("sha256:1");

        // When
        Result first = run();
        String document = JSON.readTree(console.requests().stream()
                        .filter(request -> request.method().equals("PUT"))
                        .findFirst()
                        .orElseThrow()
                        .body())
                .at("/submissions/0/document")
                .asText();
        console.close();
        console = new FakeConsole();
        console.answer(
                "GET /api/definitions",
                200,
                live(Definitions.digest(document, Map.of()).value()));
        Result second = run();

        // Then
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(first.change("cluster", "production")).isEqualTo("CREATED");
        assertThat(first.of("cluster", "production").path("detail").asText())
                .isEqualTo("the deployer's token may work in shop");
        assertThat(first.of("registry", "registry.acme.io").path("detail").asText())
                .isEqualTo("answers puller, polled: acme/shop, calls /webhooks/acme");
        assertThat(first.of("slack", "slack").path("detail").asText()).isEqualTo("gennaker at Acme, 1 users known");
        assertThat(first.of("git", "acme").path("detail").asText()).isEqualTo("acme/shop can be read");
        assertThat(first.of("metrics", "prometheus").path("detail").asText()).contains("gives 1 series");
        assertThat(document).contains("name: production", "namespaces:", "shop");
        assertThat(pubSub.subscriptions.values()).singleElement().satisfies(made -> {
            assertThat(made.getTopic()).isEqualTo("projects/acme/topics/gcr");
            assertThat(made.hasExpirationPolicy()).isTrue();
        });
        assertThat(second.code()).as(second.out() + second.err()).isZero();
        assertThat(second.json().path("integrations"))
                .allSatisfy(one -> assertThat(one.path("change").asText()).isIn("UNCHANGED", "NONE"));
    }

    @Test
    void shouldKeepTheTokenForItsOwnerAndPrintNoSecret() throws Exception {
        // Given
        write(file("cart"));
        answersTo("sha256:1");

        // When
        Result result = run();

        // Then
        Path token = folder.resolve("clusters/production/token");
        assertThat(Files.readString(token)).isNotBlank();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(result.out() + result.err())
                .doesNotContain(Files.readString(token).strip());
        try (Stream<Path> written =
                Stream.concat(Files.walk(folder.resolve("services")), Stream.of(folder.resolve("integrations.yaml")))) {
            String all =
                    written.filter(Files::isRegularFile).map(ConnectTest::read).reduce("", String::concat);
            assertThat(all + result.out() + result.err()).doesNotContain("hunter2");
        }
    }

    @Test
    void shouldSayWhatDoesNotWorkAndGoOnWithTheRest() throws Exception {
        // Given
        write(file("rest")
                .replace("context: one", "context: nowhere")
                .replace("poll: [acme/shop]", "poll: [acme/unknown]")
                .replace("check: up", "check: absent_metric")
                .replace("secrets/slack", "secrets/git")
                .replace("check: acme/shop", "check: acme/none"));
        pubSub.subscriptions.put(
                "projects/acme/subscriptions/gennaker",
                Subscription.newBuilder().setTopic("projects/acme/topics/other").build());

        // When
        Result result = run();

        // Then
        assertThat(result.code()).isEqualTo(ExitCode.NEGATIVE.code());
        assertThat(result.json().path("works").asBoolean()).isFalse();
        assertThat(detail(result, "cluster", "production")).startsWith("no context nowhere in ");
        assertThat(detail(result, "pubsub", "acme")).contains("/topics/other, must be on projects/acme/topics/gcr");
        assertThat(detail(result, "registry", "registry.acme.io")).contains("/v2/acme/unknown/tags/list", "404");
        assertThat(detail(result, "metrics", "prometheus"))
                .isEqualTo("'absent_metric' has no values in the last 10 minutes");
        assertThat(detail(result, "slack", "slack")).isEqualTo("auth.test says invalid_auth");
        assertThat(detail(result, "git", "acme")).startsWith("acme/none cannot be read");
        assertThat(result.out() + result.err()).doesNotContain("hunter2");
    }

    /// What is set up already is not lost with the report of it.
    @Test
    void shouldSayWhichEntryIsMalformedAndGoOnWithTheRest() throws Exception {
        // Given
        Files.writeString(folder.resolve("secrets/slack"), "hunter2-of\ntwo-lines");
        Files.writeString(folder.resolve("secrets/prometheus"), "hunter2-of\ntwo-lines");
        write(file("malformed")
                .replace("git:\n", "git:\n  other: {url: git.acme.io, check: acme/shop}\n")
                .replace("clusters:\n", "clusters:\n  one: {resources: [databases]}\n")
                .replace("registries:\n", "registries:\n  127.0.0.1:\n  ghcr.io: {url: ghcr.io}\n"));
        answersTo("sha256:1");

        // When
        Result result = run();

        // Then
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.NEGATIVE.code());
        assertThat(detail(result, "cluster", "one"))
                .isEqualTo("found 'databases'; allowed is PLURAL.GROUP, such as databases.example.org");
        assertThat(detail(result, "registry", "127.0.0.1")).startsWith("https://127.0.0.1 does not answer");
        assertThat(detail(result, "registry", "ghcr.io")).isEqualTo("URI with undefined scheme");
        assertThat(detail(result, "git", "other")).isEqualTo("URI with undefined scheme");
        assertThat(detail(result, "slack", "slack")).contains("holds characters that may not be sent");
        assertThat(detail(result, "metrics", "prometheus")).contains("holds characters that may not be sent");
        assertThat(result.change("cluster", "production")).isEqualTo("CREATED");
        assertThat(result.change("file", "services/deployer.properties")).isEqualTo("CREATED");
        assertThat(result.out() + result.err()).doesNotContain("hunter2");
    }

    @Test
    void shouldTakeAClusterWithoutSettingsForOneThatLeavesAllOut() throws Exception {
        // Given
        write("kubeconfig: " + clusters.resolve("kubeconfig") + "\nclusters:\n  one:\n");
        answersTo("sha256:1");

        // When
        Result result = run();

        // Then
        assertThat(result.change("cluster", "one")).isEqualTo("CREATED");
        assertThat(result.of("cluster", "one").path("detail").asText())
                .isEqualTo("the deployer's token may work in all namespaces");
    }

    @Test
    void shouldGoOnWhenTheConsoleCannotBeAsked() throws Exception {
        // Given
        write(file("asked"));
        token = "two words";

        // When
        Result result = run();

        // Then
        assertThat(detail(result, "definition", "clusters")).startsWith("the token has characters");
        assertThat(result.change("file", "services/deployer.properties")).isEqualTo("CREATED");
    }

    @Test
    void shouldSayThatAnEmptyKubeconfigHasNoContext() throws Exception {
        // Given
        Files.createFile(folder.resolve("kubeconfig"));
        write("kubeconfig: kubeconfig\nclusters: {one: {}}\n");

        // When
        Result result = run();

        // Then
        assertThat(detail(result, "cluster", "one")).isEqualTo("no context one in " + folder.resolve("kubeconfig"));
    }

    /// kustomize refuses an overlay whole that names a file that is not there.
    @Test
    void shouldMountNoClusterThatWasNeverSetUp() throws Exception {
        // Given
        write("mounted: /etc/gennaker-integrations\nkubeconfig: " + clusters.resolve("kubeconfig") + """

                clusters:
                  away: {context: nowhere}
                  production: {context: one, namespaces: [mount]}
                """);
        answersTo("sha256:1");

        // When
        Result result = run();

        // Then
        assertThat(result.code()).isEqualTo(ExitCode.NEGATIVE.code());
        assertThat(folder.resolve("kustomization.yaml"))
                .content()
                .contains("clusters/production/server", "clusters/production/token")
                .doesNotContain("clusters/away");
    }

    @Test
    void shouldGoOnMountingAClusterThatIsAway() throws Exception {
        // Given
        String text = "mounted: /etc/gennaker-integrations\nkubeconfig: " + clusters.resolve("kubeconfig") + """

                clusters:
                  production: {context: one, namespaces: [away]}
                """;
        write(text);
        answersTo("sha256:1");
        run();
        write(text.replace("context: one", "context: nowhere"));

        // When
        Result result = run();

        // Then
        assertThat(detail(result, "cluster", "production")).startsWith("no context nowhere");
        assertThat(folder.resolve("kustomization.yaml")).content().contains("clusters/production/token");
    }

    @Test
    void shouldSetNothingUpWhenAFileCannotBeMounted() throws Exception {
        // Given
        write(file("unmounted")
                .replace("kubeconfig:", "mounted: /etc/gennaker-integrations\nkubeconfig:")
                .replace("secrets/slack", "../slack"));

        // When
        Result result = run();

        // Then
        assertThat(result.code()).isEqualTo(ExitCode.INVALID.code());
        assertThat(result.err()).contains("found file ../slack");
        assertThat(get("/api/v1/namespaces/unmounted")).isEqualTo(404);
    }

    private static String detail(Result result, String kind, String name) {
        assertThat(result.of(kind, name).path("works").asBoolean()).as(kind).isFalse();
        return result.of(kind, name).path("detail").asText();
    }

    private void answersTo(String digest) {
        console.answer("GET /api/definitions", 200, "[]")
                .answer("GET /api/definitions", 200, live(digest))
                .answer(
                        "PUT /api/definitions",
                        202,
                        "{\"definitions\":[{\"kind\":\"Cluster\",\"name\":\"production\",\"digest\":\"" + digest
                                + "\"}]}");
    }

    private static String live(String digest) {
        return "[{\"kind\":\"Cluster\",\"name\":\"production\",\"digest\":\"" + digest
                + "\",\"by\":\"ada\",\"at\":\"2019-10-21T09:26:40Z\"}]";
    }

    private String file(String namespace) {
        return """
                kubeconfig: KUBECONFIG
                clusters:
                  production: {context: one, namespaces: [NAMESPACE]}
                pubsub: {projects: [acme], emulatorHost: "PUBSUB"}
                registries:
                  registry.acme.io:
                    url: OUTSIDE
                    username: puller
                    passwordFile: secrets/registry
                    poll: [acme/shop]
                    webhook: {name: acme, kind: registry, secretFile: secrets/hook}
                metrics:
                  prometheus: {url: OUTSIDE, tokenFile: secrets/prometheus, check: up}
                slack: {api: OUTSIDE/slack/, botTokenFile: secrets/slack, usersFile: users.json}
                git:
                  acme: {url: OUTSIDE/git, username: x-access-token, tokenFile: secrets/git, check: acme/shop}
                """.replace("KUBECONFIG", clusters.resolve("kubeconfig").toString())
                .replace("NAMESPACE", namespace)
                .replace("PUBSUB", pubSub.host())
                .replace("OUTSIDE", outside.address());
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("integrations.yaml"), text);
    }

    private Result run(String... more) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var environment = Map.of("GENNAKER_SERVER", console.address().toString(), "GENNAKER_TOKEN", token);
        String[] arguments = Stream.concat(
                        Stream.of(
                                "connect",
                                "-o",
                                "json",
                                "-f",
                                folder.resolve("integrations.yaml").toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        int code = Gennaker.run(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static int get(String path) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + apiPort + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
