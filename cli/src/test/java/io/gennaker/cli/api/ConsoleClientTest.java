package io.gennaker.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.display.Samples;
import io.gennaker.contracts.Decision;
import io.gennaker.pipeline.Written;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleClientTest {
    private static final String EVENTS = "GET /api/executions/" + Samples.ID + "/events";
    private static final Timing QUICK = new Timing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMillis(10),
            Duration.ZERO,
            Duration.ofMillis(400),
            Duration.ofSeconds(1));

    private FakeConsole server;
    private ConsoleClient console;

    @BeforeEach
    void start() throws IOException {
        server = new FakeConsole();
        console = new ConsoleClient(server.address(), "secret", QUICK);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String json(Object value) {
        try {
            return ConsoleClient.json().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static JsonNode tree(String json) throws IOException {
        return ConsoleClient.json().readTree(json);
    }

    @Test
    void shouldReadWhatTheConsoleTellsAndIgnoreWhatItDoesNotKnow() {
        // Given
        String newer = json(Samples.takenBack()).replaceFirst("\\{", "{\"addedLater\":[1,2],");
        server.answer("GET /api/executions/" + Samples.ID, 200, newer);

        // When
        var execution = console.execution(Samples.ID);

        // Then
        assertThat(execution).contains(Samples.takenBack());
        assertThat(server.lastRequest().authorization()).isEqualTo("Bearer secret");
    }

    @Test
    void shouldFindNothingWhenTheConsoleKnowsNoSuchThing() {
        assertThat(console.execution("shop-0")).isEmpty();
        assertThat(console.definition("Pipeline", "shop")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, USAGE",
        "401, REFUSED",
        "403, REFUSED",
        "404, NOT_FOUND",
        "409, REFUSED",
        "413, INVALID",
        "422, INVALID",
        "500, UNREACHABLE",
        "503, UNREACHABLE",
        "504, TIMEOUT"
    })
    void shouldSayWhatTheConsoleSaid(int status, ExitCode code) {
        // Given
        server.answer("GET /api/definitions", status, "{\"code\":\"x\",\"message\":\"because of the moon\"}");

        // When
        CliFailure failure = catchThrowableOfType(CliFailure.class, () -> console.definitions());

        // Then
        assertThat(failure.exitCode()).isEqualTo(code);
        assertThat(failure).hasMessageStartingWith("because of the moon");
    }

    @Test
    void shouldSayTheStatusWhenTheAnswerIsNoJson() {
        server.answer("GET /api/definitions", 500, "<html>");

        assertThatThrownBy(() -> console.definitions()).hasMessage("the server answered 500");
    }

    @Test
    void shouldSayWhenAnAnswerIsNotAsExpected() {
        server.answer("GET /api/definitions", 200, "{\"not\":\"a list\"}");

        assertThatThrownBy(() -> console.definitions())
                .isInstanceOf(CliFailure.class)
                .hasMessageStartingWith("the server's answer is not as expected");
    }

    @Test
    void shouldListEveryProblemOfARefusedDefinition() {
        // Given
        server.answer(
                "PUT /api/definitions",
                422,
                "{\"message\":\"2 problems\",\"problems\":[{\"text\":\"a.yaml:1:1: one\"},{\"text\":\"a.yaml:2:3: two\"}]}");

        // When
        CliFailure failure = catchThrowableOfType(
                CliFailure.class,
                () -> console.apply(List.of(new Written("a.yaml", "kind: Pipeline", Map.of())), null, null));

        // Then
        assertThat(failure.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(failure).hasMessage("a.yaml:1:1: one\na.yaml:2:3: two");
    }

    @Test
    void shouldSendDefinitionsWithTheirFiles() throws IOException {
        // Given
        server.answer(
                "PUT /api/definitions",
                202,
                "{\"definitions\":[{\"kind\":\"Pipeline\",\"name\":\"shop\",\"digest\":\"sha256:1\",\"inForce\":true}]}");

        // When
        var applied = console.apply(
                List.of(new Written("shop.yaml", "text", Map.of("a/b.yaml", "kind: Job"))), null, "shops");

        // Then
        assertThat(applied).containsExactly(new ConsoleClient.Applied("Pipeline", "shop", "sha256:1"));
        assertThat(tree(server.lastRequest().body()))
                .isEqualTo(tree(
                        "{\"channel\":null,\"source\":\"shops\",\"submissions\":[{\"fileName\":\"shop.yaml\",\"document\":\"text\","
                                + "\"files\":{\"a/b.yaml\":\"kind: Job\"}}]}"));
    }

    @Test
    void shouldAskForAListWithTheFiltersThatWereGiven() {
        // Given
        server.answer("GET /api/executions?pipeline=a%20b&limit=5", 200, "[]");

        // When
        var executions = console.executions("a b", null, null, 5);

        // Then
        assertThat(executions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 429})
    void shouldStartOnceAlsoWhenItIsAskedAgain(int status) throws IOException {
        // Given
        server.answer("POST /api/pipelines/shop/executions", status, "")
                .answer("POST /api/pipelines/shop/executions", 202, "{\"executionId\":\"shop-1\"}");

        // When
        String id = console.persisting(Duration.ofSeconds(20))
                .start("shop", Map.of("replicas", "3"), Map.of("shop", "a/b@sha256:1"), Map.of("config", "v1"), null);

        // Then
        assertThat(id).isEqualTo("shop-1");
        assertThat(server.requests()).hasSize(2);
        JsonNode first = tree(server.requests().getFirst().body());
        assertThat(first.path("idempotencyKey").asText()).isNotEmpty();
        assertThat(tree(server.requests().getLast().body())).isEqualTo(first);
        assertThat(first.path("parameters").path("replicas").asText()).isEqualTo("3");
        assertThat(first.path("refs").path("config").asText()).isEqualTo("v1");
    }

    @Test
    void shouldRepeatADecisionUnderTheSameIdUntilItIsAnswered() throws IOException {
        // Given
        server.answer("POST /api/judgements/decisions", 504, "{\"message\":\"no answer\"}")
                .answer("POST /api/judgements/decisions", 200, "{\"result\":\"recorded\"}");

        // When
        console.decide(Samples.QUESTION, Decision.APPROVE, null, Map.of(), "fine");

        // Then
        assertThat(server.requests()).hasSize(2);
        JsonNode body = tree(server.lastRequest().body());
        assertThat(body).isEqualTo(tree(server.requests().getFirst().body()));
        assertThat(body.path("decision").asText()).isEqualTo("Approve");
        assertThat(body.path("judgementId").asText()).isEqualTo(Samples.QUESTION);
        assertThat(body.path("requestId").asText()).isNotEmpty();
    }

    @Test
    void shouldSayHowToGoOnWhenNothingListens() {
        // Given
        server.close();

        // When
        CliFailure failure = catchThrowableOfType(CliFailure.class, () -> console.definitions());

        // Then
        assertThat(failure.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(failure).hasMessageContaining(server.address().toString()).hasMessageContaining("./gennaker up");
    }

    @ParameterizedTest
    @CsvSource({"localhost:8080", "ftp://host", "/path"})
    void shouldRefuseAnAddressThatIsNone(String address) {
        assertThatThrownBy(() -> new ConsoleClient(URI.create(address), "secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address);
    }

    @Test
    void shouldFollowAnExecutionToTheSnapshotThatIsAskedFor() {
        // Given
        server.stream(EVENTS, json(Samples.queued()), json(Samples.running()), json(Samples.succeeded()));
        List<Execution> seen = new ArrayList<>();

        // When
        Execution end = console.follow(Samples.ID, Duration.ofSeconds(20), snapshot -> {
            seen.add(snapshot);
            return snapshot.finished();
        });

        // Then
        assertThat(end).isEqualTo(Samples.succeeded());
        assertThat(seen).containsExactly(Samples.queued(), Samples.running(), Samples.succeeded());
    }

    @Test
    void shouldConnectAgainWhenTheConnectionEndsOrTheConsoleIsAway() {
        // Given
        server.stream(EVENTS, json(Samples.queued())).answer(EVENTS, 503, "").stream(
                EVENTS, json(Samples.running()), json(Samples.succeeded()));

        // When
        Execution end = console.follow(Samples.ID, Duration.ofSeconds(20), Execution::finished);

        // Then
        assertThat(end.succeeded()).isTrue();
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void shouldConnectAgainWhenAConnectionHasFallenSilent() {
        // Given
        server.silentStream(EVENTS, json(Samples.running())).stream(EVENTS, json(Samples.succeeded()));

        // When
        Execution end = console.follow(Samples.ID, Duration.ofSeconds(20), Execution::finished);

        // Then
        assertThat(end.succeeded()).isTrue();
    }

    @Test
    void shouldGiveUpInTimeWhenNothingMoreHappens() {
        // Given
        server.silentStream(EVENTS, json(Samples.running()));
        var patient = new ConsoleClient(server.address(), "secret");

        // When
        CliFailure failure = catchThrowableOfType(
                CliFailure.class, () -> patient.follow(Samples.ID, Duration.ofMillis(300), Execution::finished));

        // Then
        assertThat(failure.exitCode()).isEqualTo(ExitCode.TIMEOUT);
        assertThat(failure).hasMessageContaining(Samples.ID);
    }

    @Test
    void shouldGiveUpWhenTheConsoleStaysAway() {
        // Given
        server.answer(EVENTS, 503, "");

        // When
        CliFailure failure = catchThrowableOfType(
                CliFailure.class, () -> console.follow(Samples.ID, Duration.ofSeconds(30), Execution::finished));

        // Then
        assertThat(failure.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void shouldNotTryAgainWhatIsRefused() {
        // Given
        server.answer(EVENTS, 401, "{\"message\":\"a valid token is needed\"}");

        // When
        CliFailure failure = catchThrowableOfType(
                CliFailure.class, () -> console.follow(Samples.ID, Duration.ofSeconds(30), Execution::finished));

        // Then
        assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure)
                .hasMessage("a valid token is needed; log in again: gennaker login, or see that the token is right");
        assertThat(server.requests()).hasSize(1);
    }
}
