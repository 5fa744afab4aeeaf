package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.cli.display.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Command lines as people and scripts type them: help, mistakes, servers, the local platform.
class GennakerTest extends CommandLines {
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

    @ParameterizedTest
    @ValueSource(strings = {"bench", "bench judge", "bench engine"})
    void shouldNotTakeAServerWhereNoneIsCalled(String command) {
        assertThat(run((command + " --help").split(" ")).out()).doesNotContain("--server", "--context");
        assertThat(run((command + " --server http://127.0.0.1:1").split(" ")).code())
                .isEqualTo(ExitCode.USAGE.code());
    }
}
