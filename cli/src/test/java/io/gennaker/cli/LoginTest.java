package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.FakeConsole;
import io.gennaker.playground.testing.OidcProvider;
import io.gennaker.playground.testing.Person;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// `gennaker login`, `logout` and `contexts` as people type them.
class LoginTest {
    private static final Pattern LINK = Pattern.compile("Open (\\S+)");

    @TempDir
    private Path config;

    private FakeConsole server;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        server = new FakeConsole();
        server.answer(
                "GET /api/me",
                200,
                "{\"user\": \"ann@acme.io\", \"roles\": [\"viewer\"], \"token\": \"0123456789abcdef\"}");
        environment.put("GENNAKER_ROOT", Path.of("..").toString());
        environment.put("GENNAKER_CONFIG", config.toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldLogInByTheProvidersDeviceFlowAndRememberTheServer() throws IOException {
        // Given
        assumeTrue(OidcProvider.canRun(), "needs Node.js and npm");
        try (var provider = OidcProvider.start(
                Path.of("../playground/oidc"), freePort(), "", "{\"ann\": {\"email\": \"ann@acme.io\"}}")) {
            server.answer("GET /login/methods", 200, """
                    {"provider": {"name": "sso", "issuer": "%s", "clientId": "gennaker-cli",
                     "scopes": ["openid", "profile", "email"]}}""".formatted(provider.issuer()));
            server.answer("POST /login/exchange", 201, """
                    {"secret": "fresh-token", "token": {"id": "0123456789abcdef", "user": "ann@acme.io",
                     "roles": ["viewer"], "createdAt": "2019-10-21T09:26:41Z"}}""");

            // When
            Result result = run(
                    LoginTest::ann,
                    "login",
                    "--server",
                    server.address().toString(),
                    "--context",
                    "acme",
                    "--pause",
                    "1s");

            // Then
            assertThat(result.err()).contains("Open " + provider.issuer() + "/device", "code ");
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.out()).startsWith("logged in to acme as ann@acme.io with viewer");
        }
        String proof = server.requests().stream()
                .filter(request -> request.path().equals("/login/exchange"))
                .findFirst()
                .orElseThrow()
                .authorization();
        assertThat(new String(Base64.getUrlDecoder().decode(proof.split("\\.")[1]), StandardCharsets.UTF_8))
                .contains("ann@acme.io", "gennaker-cli");
        Path token = config.resolve("tokens/acme");
        assertThat(Files.readString(token)).isEqualTo("fresh-token\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(run("whoami").out()).startsWith("ann@acme.io");
        assertThat(server.requests().getLast().authorization()).isEqualTo("Bearer fresh-token");
    }

    @Test
    void shouldSayWhatToDoWhenTheServerHasNoProvider() {
        // Given
        server.answer("GET /login/methods", 200, "{}");

        // When
        Result result = run("login", "--server", server.address().toString());

        // Then
        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("has no identity provider", "gennaker contexts add");
    }

    @Test
    void shouldCallTheChosenServerOfSeveral() throws IOException {
        // Given
        context("one", "token-one");
        context("two", "token-two");

        // When
        Result used = run("contexts", "use", "one", "-o", "json");
        run("whoami");
        run("whoami", "--context", "two");

        // Then
        assertThat(server.requests())
                .extracting(FakeConsole.Request::authorization)
                .containsExactly("Bearer token-one", "Bearer token-two");
        assertThat(ConsoleClient.json().readTree(used.out()).path("context").asText())
                .isEqualTo("one");
        assertThat(run("contexts").out())
                .containsPattern("\\* +one")
                .contains("two", "local", server.address().toString());
        assertThat(run("contexts", "-o", "yaml").out()).contains("- current: true\n  name: one");
    }

    @Test
    void shouldSayWhichContextsThereAreWhenItIsNotOneOfThem() throws IOException {
        // Given
        context("one", "token-one");

        // When
        Result result = run("executions", "--context", "eno");

        // Then
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("no context eno; there are local, one", "gennaker login --context eno");
    }

    @Test
    void shouldRevokeTheTokenAndForgetItWhenLoggedOut() throws IOException {
        // Given
        context("one", "token-one");
        Files.createDirectories(config.resolve("tokens"));
        Files.writeString(config.resolve("tokens/one"), "token-one");
        Files.writeString(
                config.resolve("contexts.yaml"),
                "current: one\ncontexts: {one: {server: '%s', tokenFile: tokens/one}}".formatted(server.address()));
        server.answer("DELETE /api/tokens/0123456789abcdef", 200, """
                {"id": "0123456789abcdef", "user": "ann@acme.io", "roles": [], "createdAt": "2019-10-21T09:26:41Z"}""");

        // When
        Result result = run("logout");

        // Then
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(server.requests().getLast().method()).isEqualTo("DELETE");
        assertThat(config.resolve("tokens/one")).doesNotExist();
        assertThat(run("whoami").err()).contains("not logged in to one", "gennaker login --context one");
    }

    @Test
    void shouldSayWhatIsAllowedWhenTheFileIsBroken() throws IOException {
        // Given
        Files.writeString(config.resolve("contexts.yaml"), "contexts: [one]");

        // When
        Result result = run("whoami");

        // Then
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("contexts.yaml", "tokenFile: FILE");
    }

    @Test
    void shouldPrintTheSameAsYamlThatIsPrintedAsJson() throws IOException {
        // Given
        context("one", "token-one");
        server.answer("GET /api/tokens?limit=50", 200, """
                [{"id": "0123456789012345", "user": "dana", "roles": ["deployer@shop"], "description": "no: yes",
                  "createdAt": "2019-10-21T09:26:41Z"}]""");

        // When
        String yaml = run("tokens", "list", "--context", "one", "-o", "yaml").out();

        // Then
        assertThat(yaml)
                .contains(
                        "createdAt: \"2019-10-21T09:26:41Z\"",
                        "id: \"0123456789012345\"",
                        "description: \"no: yes\"",
                        "user: dana");
        String json = run("tokens", "list", "--context", "one", "-o", "json").out();
        assertThat(read(yaml)).isEqualTo(ConsoleClient.json().readTree(json));
    }

    private static JsonNode read(String yaml) {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return ConsoleClient.json().valueToTree(loaded);
    }

    private void context(String name, String token) throws IOException {
        Path file = Files.writeString(config.resolve(name + ".token"), token);
        Result added =
                run("contexts", "add", name, "--server", server.address().toString(), "--token-file", file.toString());
        assertThat(added.code()).as(added.err()).isZero();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// Opens the link that was printed, in a browser.
    private static void ann(String printed) {
        Matcher link = LINK.matcher(printed);
        if (link.find()) {
            new Person("ann").goTo(URI.create(link.group(1)), null);
        }
    }

    private record Result(int code, String out, String err) {}

    private Result run(String... arguments) {
        return run(_ -> {}, arguments);
    }

    /// @param reader sees each line of the error output as it comes
    private Result run(Consumer<String> reader, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var watched = new PrintStream(err, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                super.println(line);
                reader.accept(line);
            }
        };
        int code = Gennaker.run(environment, new PrintStream(out, true, StandardCharsets.UTF_8), watched, arguments);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
