package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.Execution;
import io.gennaker.cli.display.Samples;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `run`, `watch`, `executions`, `cancel` and what people do to an execution.
class ExecutionCommandsTest extends CommandLines {
    private static final String EVENTS = "GET /api/executions/" + Samples.ID + "/events";
    private static final String ONE = "GET /api/executions/" + Samples.ID;

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
}
