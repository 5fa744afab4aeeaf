package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.ListTimeSeriesRequest;
import io.gennaker.analysis.googlecloud.FakeMonitoring;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A canary configuration that was exported from Kayenta, unchanged, against a server that speaks Cloud Monitoring. The
/// canary's p95 is twice that of its baseline.
class CanaryConfigTest {
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              stages:
                - id: compare
                  kind: analysis
                  cluster: production
                  namespace: shop
                  workload: shop-v2
                  baseline: shop-v1
                  analysis:
                    canaryConfig: canary.json
                    duration: 1h
                    step: 1m
                    scopes: {default: {location: acme}}
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeMonitoring server;
    private Path definition;
    private Path sources;

    @BeforeEach
    void start() throws IOException {
        server = new FakeMonitoring();
        server.holds(CanaryConfigTest::value);
        definition = Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE);
        sources = Files.writeString(folder.resolve("sources.yaml"), """
                stackdriver: {kind: google-cloud-monitoring, project: acme-production, url: '%s'}
                """.formatted(server.address()));
        try (var config = Objects.requireNonNull(getClass().getResourceAsStream("/canary-config-stackdriver.json"))) {
            Files.copy(config, folder.resolve("canary.json"));
        }
    }

    private static double value(ListTimeSeriesRequest request, Instant at) {
        var isSlow = request.getFilter().contains("\"shop-v2\"")
                && request.getAggregation().getPerSeriesAligner() == Aligner.ALIGN_PERCENTILE_95;
        return (isSlow ? 200 : 100) + at.getEpochSecond() / 60 % 3;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldJudgeByItAsKayentaDoes() throws IOException {
        // When
        var code = run(
                "canary",
                "retro",
                "-f",
                definition.toString(),
                "--sources",
                sources.toString(),
                "--namespace",
                "shop",
                "--from",
                "2026-11-26T10:00:00Z",
                "--to",
                "2026-11-26T11:00:00Z",
                "-o",
                "json");

        // Then
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.NEGATIVE.code());
        var report = new ObjectMapper().readTree(out.toByteArray());
        assertThat(report.path("judge").asText()).isEqualTo("kayenta");
        assertThat(report.path("verdict").asText()).isEqualTo("Fail");
        // 60 % of a group of which one of two metrics passed, and 40 % of one that passed
        assertThat(report.path("score").asDouble()).isEqualTo(70);
        assertThat(report.path("metrics").findValuesAsText("classification"))
                .containsExactly("Pass", "High", "Pass", "Pass");
        assertThat(report.at("/metrics/1/canaryValues")).hasSize(60).noneMatch(value -> value.isNull());
        assertThat(server.asked())
                .hasSize(8)
                .extracting(ListTimeSeriesRequest::getFilter)
                .contains("""
                metric.type="kubernetes.io/container/cpu/request_utilization" AND resource.type="k8s_container"\
                 AND resource.label.namespace_name="acme"\
                 AND metadata.system_labels.top_level_controller_name="shop-v1\"""");
    }

    @Test
    void shouldShowWhatItsQueriesGive() throws IOException {
        // When
        var code = run(
                "metrics",
                "preview",
                "-f",
                definition.toString(),
                "--sources",
                sources.toString(),
                "--namespace",
                "shop",
                "-o",
                "json");

        // Then
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK.code());
        var found = new ObjectMapper().readTree(out.toByteArray());
        assertThat(found.findValuesAsText("metric"))
                .containsExactly(
                        "Healthy Responses", "95th Percentile Latency", "CPU Utilization", "Memory Utilization");
        assertThat(found.findValuesAsText("series")).containsOnly("1");
        assertThat(found.at("/1/query").asText()).contains("perSeriesAligner: ALIGN_PERCENTILE_95");
    }

    @Test
    void shouldSayWhichSourceIsMissing() throws IOException {
        // Given
        Files.writeString(sources, "{}");

        // When
        var code = run(
                "metrics", "preview", "-f", definition.toString(), "--sources", sources.toString(), "--namespace", "s");

        // Then
        assertThat(code).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("metric 'Healthy Responses': found source 'stackdriver', must be one of []");
    }

    @Test
    void shouldSayWhereTheConfigurationIsWrong() throws IOException {
        // Given
        Files.writeString(folder.resolve("canary.json"), """
                {"metrics": [{"name": "m", "groups": ["g"],
                  "query": {"type": "stackdriver", "metricType": "a", "resourceType": "b", "customFilterTemplate": "x"}}]}
                """);

        // When
        var code = run("validate", "-f", definition.toString());

        // Then
        assertThat(code).isEqualTo(ExitCode.INVALID.code());
        assertThat(out.toString(StandardCharsets.UTF_8) + err)
                .contains(
                        "canary.json:1:1: canaryConfig.metrics[0].query.customFilterTemplate: found 'x'; allowed: one of []");
    }

    private int run(String... arguments) {
        return Gennaker.run(
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }
}
