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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    void shouldLogInAgainToTheContextInUseAndKeepItsName() throws IOException {
        // Given
        context("acme", "expired");
        run("contexts", "use", "acme");
        letsIn(server);

        // When
        Result result = run("login");

        // Then
        assertThat(result.out()).as(result.err()).startsWith("logged in to acme as ann@acme.io");
        assertThat(Files.readString(config.resolve("tokens/acme"))).isEqualTo("fresh-token\n");
        assertThat(servers()).isEqualTo(Map.of("acme", server.address().toString()));
    }

    /// In the environment is what a shell was told long ago: the server that a person names now is another context.
    @ParameterizedTest
    @CsvSource({
        "login                                , OTHER , ''   , 127.0.0.1",
        "login                                , OTHER , prod , 127.0.0.1",
        "login --server OTHER                 , ''    , prod , 127.0.0.1",
        "login --server OTHER --context fresh , ''    , prod , fresh",
        "login --context fresh                , OTHER , prod , fresh",
    })
    void shouldLeaveTheContextInUseAtItsServerWhenAnotherIsLoggedInTo(
            String line, String usual, String usualContext, String made) throws IOException {
        try (var other = new FakeConsole()) {
            // Given
            context("prod", "token-prod");
            run("contexts", "use", "prod");
            letsIn(other);
            environment.put(
                    "GENNAKER_SERVER", usual.replace("OTHER", other.address().toString()));
            environment.put("GENNAKER_CONTEXT", usualContext);

            // When
            Result result =
                    run(line.replace("OTHER", other.address().toString()).split(" "));

            // Then
            assertThat(result.out()).as(result.err()).startsWith("logged in to " + made);
            assertThat(servers())
                    .isEqualTo(Map.of(
                            "prod",
                            server.address().toString(),
                            made,
                            other.address().toString()));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void shouldKeepTheServerOfAContextThatGetsAnotherToken() throws IOException {
        // Given
        context("prod", "token-prod");
        run("contexts", "use", "prod");
        add("staging", "--server", "https://staging.acme.io");
        environment.put("GENNAKER_SERVER", "https://elsewhere.acme.io");

        // When
        Result result = add("staging");

        // Then
        assertThat(result.out()).as(result.err()).startsWith("context staging calls https://staging.acme.io;");
        assertThat(servers())
                .isEqualTo(Map.of("prod", server.address().toString(), "staging", "https://staging.acme.io"));
    }

    @Test
    void shouldTakeTheServerOfTheEnvironmentForANewContext() throws IOException {
        // Given
        context("prod", "token-prod");
        run("contexts", "use", "prod");
        environment.put("GENNAKER_SERVER", "https://staging.acme.io");

        // When
        Result result = add("staging");

        // Then
        assertThat(result.out()).as(result.err()).startsWith("context staging calls https://staging.acme.io;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"contexts add staging --token-file FILE", "login --context staging"})
    void shouldNotTakeTheServerOfAnotherContext(String line) throws IOException {
        // Given
        context("prod", "token-prod");
        run("contexts", "use", "prod");
        environment.put("GENNAKER_CONTEXT", "prod");
        letsIn(server);

        // When
        Result result = run(
                line.replace("FILE", config.resolve("prod.token").toString()).split(" "));

        // Then
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("which server? Give its address once: --server https://HOST");
        assertThat(servers()).containsOnlyKeys("prod");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, a b, a b", "127.0.0.1, local, local", "[::1], '', [::1]"})
    void shouldRefuseANameBeforeAnybodyLogsIn(String host, String name, String found) {
        // Given
        letsIn(server);
        String address = "http://" + host + ":" + server.port();

        // When
        Result result = name.isEmpty()
                ? run("login", "--server", address)
                : run("login", "--server", address, "--context", name);

        // Then
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("context is '" + found + "'; allowed is ");
        assertThat(server.requests()).isEmpty();
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
        Files.writeString(config.resolve(name + ".token"), token);
        Result added = add(name, "--server", server.address().toString());
        assertThat(added.code()).as(added.err()).isZero();
    }

    private Result add(String name, String... more) {
        String file = config.resolve(name + ".token").toString();
        return run(Stream.concat(Stream.of("contexts", "add", name, "--token-file", file), Stream.of(more))
                .toArray(String[]::new));
    }

    /// The servers of all contexts, by name.
    private Map<String, String> servers() throws IOException {
        var servers = new HashMap<String, String>();
        for (JsonNode one :
                ConsoleClient.json().readTree(run("contexts", "-o", "json").out())) {
            servers.put(one.path("name").asText(), one.path("server").asText());
        }
        return servers;
    }

    /// Has a console be its own identity provider, where everybody is Ann at once.
    private static void letsIn(FakeConsole console) {
        console.answer("GET /login/methods", 200, """
                        {"provider": {"name": "sso", "issuer": "ADDRESS", "clientId": "gennaker-cli", "scopes": ["openid"]}}""".replace(
                                "ADDRESS", console.address().toString()))
                .answer("GET /.well-known/openid-configuration", 200, """
                        {"device_authorization_endpoint": "ADDRESS/device", "token_endpoint": "ADDRESS/token"}""".replace(
                                "ADDRESS", console.address().toString()))
                .answer("POST /device", 200, """
                        {"device_code": "1", "user_code": "2", "verification_uri": "https://sso", "interval": 0}""")
                .answer("POST /token", 200, "{\"id_token\": \"proof\"}")
                .answer("POST /login/exchange", 201, """
                        {"secret": "fresh-token", "token": {"id": "0123456789abcdef", "user": "ann@acme.io",
                         "roles": ["viewer"], "createdAt": "2019-10-21T09:26:41Z"}}""")
                .answer("GET /api/me", 200, """
                        {"user": "ann@acme.io", "roles": ["viewer"], "token": "0123456789abcdef"}""");
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
