package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a metrics store whose canary is twice as deep in its queue as its baseline.
class CanaryRetroTest {
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              stages:
                - id: canary
                  kind: canary
                  cluster: production
                  namespace: shop
                  manifests: [shop.yaml]
                  workload: shop
                  replicas: 1
                  route: {virtualService: shop, host: shop, destinationRule: shop}
                  steps:
                    - weight: 10
                      analysis:
                        duration: 1h
                        step: 10s
                        metrics:
                          - {name: depth, query: 'queue_depth{workload="${workload}"}', direction: increase}
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private HttpServer server;
    private Path definition;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", CanaryRetroTest::answer);
        server.start();
        definition = Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE);
        Files.writeString(folder.resolve("shop.yaml"), """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop}
                """);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldJudgeATimeThatIsPast() throws IOException {
        // When
        var code = run(
                "canary",
                "retro",
                "-f",
                definition.toString(),
                "--prometheus",
                url(),
                "--namespace",
                "shop",
                "--scrape-interval",
                "1s",
                "--baseline",
                "shop-v1",
                "--canary",
                "shop-v2",
                "--from",
                "2026-11-26T10:00:00Z",
                "--to",
                "2026-11-26T10:05:00Z",
                "-o",
                "json");

        // Then
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.NEGATIVE.code());
        var report = new ObjectMapper().readTree(out.toByteArray());
        assertThat(report.get("verdict").asText()).isEqualTo("Fail");
        assertThat(report.at("/metrics/0/result/classification").asText()).isEqualTo("High");
        assertThat(report.at("/metrics/0/canaryValues")).hasSize(30);
        assertThat(report.at("/metrics/0/distribution/canaryMedian").asDouble()).isGreaterThan(19);
    }

    @Test
    void shouldPrintTheReportReadably() {
        // When
        run(
                "canary",
                "retro",
                "-f",
                definition.toString(),
                "--prometheus",
                url(),
                "--namespace",
                "shop",
                "--scrape-interval",
                "1s",
                "--baseline",
                "shop-v1",
                "--canary",
                "shop-v1",
                "--from",
                "2026-11-26T10:00:00Z",
                "--to",
                "2026-11-26T10:05:00Z");

        // Then
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("Pass, score 100.0 of 100")
                .contains("depth: canary 11.0 against baseline 11.0, ratio 1.00, Pass", "11.00 / 11.00");
    }

    @Test
    void shouldShowTheReportThatTheServiceKept() throws IOException {
        // Given
        run(
                "canary",
                "retro",
                "-f",
                definition.toString(),
                "--prometheus",
                url(),
                "--namespace",
                "shop",
                "--scrape-interval",
                "1s",
                "--baseline",
                "shop-v1",
                "--canary",
                "shop-v2",
                "--from",
                "2026-11-26T10:00:00Z",
                "--to",
                "2026-11-26T10:05:00Z",
                "-o",
                "json");
        var kept = out.toByteArray();
        out.reset();
        server.createContext("/reports/shop-0123456789ab/canary/analyse-10/1", exchange -> send(exchange, kept));

        // When
        var code = run("canary", "report", "shop-0123456789ab/canary/analyse-10/1", "--analysis", url());
        var absent = run("canary", "report", "shop-0123456789ab/../../x?y", "--analysis", url());

        // Then
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK.code());
        assertThat(absent).isNotEqualTo(ExitCode.OK.code());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("Fail, score 0")
                .contains("High", "11.00 / 21.00");
    }

    @Test
    void shouldShowWhatTheQueriesGiveBeforeAnythingIsDelivered() throws IOException {
        // When
        var code = run(
                "metrics",
                "preview",
                "-f",
                definition.toString(),
                "--prometheus",
                url(),
                "--namespace",
                "shop",
                "--workload",
                "shop-v1",
                "--since",
                "1m",
                "-o",
                "json");

        // Then
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK.code());
        var found = new ObjectMapper().readTree(out.toByteArray());
        assertThat(found.at("/0/query").asText()).isEqualTo("queue_depth{workload=\"shop-v1\"}");
        assertThat(found.at("/0/series").asInt()).isEqualTo(1);
        assertThat(found.at("/0/samples").asInt()).isEqualTo(7);
    }

    @Test
    void shouldSayWhichQueryGivesNothing() {
        // When
        var code = run(
                "metrics",
                "preview",
                "-f",
                definition.toString(),
                "--prometheus",
                url(),
                "--namespace",
                "shop",
                "--workload",
                "absent");

        // Then
        assertThat(code).isEqualTo(ExitCode.INVALID.code());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("found 0 series with 0 values, must be one with values; asked queue_depth{workload=");
    }

    @Test
    void shouldTurnACanaryConfigIntoAnAnalysis() throws IOException {
        // Given
        var config = Files.writeString(folder.resolve("config.json"), """
                {"name": "shop", "metrics": [{"name": "errors", "groups": ["g"],
                  "query": {"type": "prometheus", "customInlineTemplate": "PromQL:sum(rate(e{app=\\"${scope}\\"}[1m]))"},
                  "analysisConfigurations": {"canary": {"direction": "increase", "critical": true,
                    "effectSize": {"allowedDecrease": 0.0005}}}}],
                 "classifier": {"groupWeights": {"g": "100"}, "scoreThresholds": {"pass": "95", "marginal": "75"}}}
                """);

        // When
        var code = run("import", "canary-config", config.toString());

        // Then
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK.code());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "pass: 95",
                        "\"g\": 100",
                        "query: \"sum(rate(e{app=\\\"${workload}\\\"}[1m]))\"",
                        "critical: true",
                        "allowedIncrease: 1, allowedDecrease: 0.0005");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private int run(String... arguments) {
        return Gennaker.run(
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var form = URLDecoder.decode(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        var start = number(form, "start");
        var points = (int) ((number(form, "end") - start) / number(form, "step")) + 1;
        var base = form.contains("shop-v2") ? 20 : 10;
        var values = IntStream.range(0, points)
                .mapToObj(index -> "[%s,\"%s\"]".formatted(start + index * number(form, "step"), base + index % 3))
                .collect(Collectors.joining(","));
        var result = form.contains("absent") ? "" : "{\"metric\":{},\"values\":[" + values + "]}";
        var body = ("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" + result + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        send(exchange, body);
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static double number(String form, String field) {
        var found = Pattern.compile("(?:^|&)" + field + "=([0-9.]+)").matcher(form);
        if (!found.find()) {
            throw new IllegalArgumentException("no " + field + " in " + form);
        }
        return Double.parseDouble(found.group(1));
    }
}
