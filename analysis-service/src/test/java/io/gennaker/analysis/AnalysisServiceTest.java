package io.gennaker.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.analysis.canary.Specifications;
import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.GraphCommand;
import io.gennaker.contracts.GraphEvent;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.Verdict;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The whole service over a real Kafka and a real Postgres; only the metrics are scripted.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ScriptedPrometheus.class)
class AnalysisServiceTest {

    private static final ClusterTarget PRODUCTION = new ClusterTarget("production", "production");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource
    URI address;

    @Inject
    DataSource database;

    private final ExecutionId execution =
            ExecutionId.of("shop", UUID.randomUUID().toString());
    private final OperationId operation = OperationId.of(execution, "canary", "analyse-10", 1);

    private TestBus bus;

    @BeforeEach
    void openBus() {
        ScriptedPrometheus.AWAY.set(false);
        bus = TestBus.ofQuarkusTest();
    }

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void shouldJudgeAGoodCanaryAndKeepTheReport() throws Exception {
        // When
        start(analyse("good", Duration.ofSeconds(6)));

        // Then
        var completed = awaitEvent(AnalysisEvent.Completed.class);
        assertThat(completed.verdict()).isEqualTo(Verdict.PASS);
        assertThat(Duration.between(completed.from(), completed.to())).isEqualTo(Duration.ofSeconds(6));
        var report = JSON.readTree(get("reports/" + operation).body());
        assertThat(report.get("verdict").asText()).isEqualTo("Pass");
        assertThat(report.at("/metrics/0/canaryValues")).hasSize(6).allMatch(value -> value.asDouble() == 0);
        assertThat(report.at("/metrics/0/canaryQuery").asText()).contains("good-canary-" + execution.revision());
    }

    @Test
    void shouldNeverChangeAReport() throws SQLException {
        // Given
        try (var connection = database.getConnection();
                var kept = connection.createStatement()) {
            kept.executeUpdate("INSERT INTO analysis_report VALUES ('%s', '%s', 'FAIL', 0, now(), '{}')"
                    .formatted(operation.value(), execution.value()));

            // When, then
            assertThatThrownBy(() -> kept.executeUpdate("UPDATE analysis_report SET verdict = 'PASS'"))
                    .hasMessageContaining("a report does not change");
        }
    }

    @Test
    void shouldFailABadCanaryWithNumbers() {
        // When
        start(analyse("bad", Duration.ofSeconds(6)));

        // Then
        var completed = awaitEvent(AnalysisEvent.Completed.class);
        assertThat(completed.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(completed.reasons())
                .anyMatch(reason -> reason.startsWith("error-rate: canary 5.00 % against baseline 0.0 %"));
    }

    @Test
    void shouldConfirmTraffic() {
        // When
        start(new AnalysisTask.ConfirmTraffic(PRODUCTION, "acme", "shop", TrafficSplit.even(10), 3, 100, null));

        // Then
        assertThat(awaitEvent(AnalysisEvent.TrafficConfirmed.class).observed())
                .isEqualTo(new ObservedSplit(80, 10, 10, 1000));
    }

    @Test
    void shouldGoOnWhenPrometheusIsBack() {
        // Given
        ScriptedPrometheus.AWAY.set(true);
        start(new AnalysisTask.ConfirmTraffic(PRODUCTION, "acme", "shop", TrafficSplit.even(10), 3, 100, null));
        var progress = awaitEvent(AnalysisEvent.Progressed.class);

        // When
        ScriptedPrometheus.AWAY.set(false);

        // Then
        awaitEvent(AnalysisEvent.TrafficConfirmed.class);
        assertThat(progress.message())
                .startsWith("metrics unavailable, asking again: Prometheus at ")
                .contains("503");
    }

    @Test
    void shouldEndAnAnalysisThatIsCancelled() {
        // Given
        start(analyse("good", Duration.ofMinutes(10)));
        awaitEvent(AnalysisEvent.Progressed.class);

        // When
        bus.publish(new AnalysisCommand.Cancel(execution, operation, "somebody asked"));

        // Then
        awaitEvent(AnalysisEvent.Cancelled.class);
    }

    @Test
    void shouldRunOnceWhenStartedTwice() {
        // Given
        var task = new AnalysisTask.ConfirmTraffic(PRODUCTION, "acme", "shop", TrafficSplit.even(10), 3, 100, null);

        // When
        start(task);
        start(task);
        bus.publish(new AnalysisCommand.Start(
                execution, new OperationId("other"), task, Instant.now().plusSeconds(60)));

        // Then: the key keeps its order, so what follows the second start shows that it was read
        bus.awaitMessage(
                Topic.ANALYSIS_EVENTS,
                AnalysisEvent.TrafficConfirmed.class,
                event -> event.operationId().value().equals("other")
                        && event.executionId().equals(execution));
        awaitEvent(AnalysisEvent.TrafficConfirmed.class);
        assertThat(bus.messages(Topic.ANALYSIS_EVENTS, AnalysisEvent.TrafficConfirmed.class))
                .filteredOn(event -> event.operationId().equals(operation))
                .hasSize(1);
    }

    @Test
    void shouldRefuseASpecificationAtOnce() {
        // When
        start(analyse("good", Duration.ofSeconds(2)));

        // Then
        var failed = awaitEvent(AnalysisEvent.Failed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.REFUSED);
        assertThat(failed.reason()).contains("duration: found PT2S");
    }

    @Test
    void shouldRefuseAnAnalysisThatCannotPassBeforeItsDeadline() {
        // When
        bus.publish(new AnalysisCommand.Start(
                execution,
                operation,
                analyse("good", Duration.ofHours(1)),
                Instant.now().plusSeconds(60)));

        // Then
        var failed = awaitEvent(AnalysisEvent.Failed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.REFUSED);
        assertThat(failed.reason()).contains("duration: found data until", "must be whole by the deadline");
    }

    @Test
    void shouldSayThatThereIsNoReport() throws Exception {
        // When
        var answer = get("reports/shop-x/canary/analyse-10/1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("no report of operation 'shop-x/canary/analyse-10/1'");
    }

    @Test
    void shouldDrawTheGraphOfANamespaceAndRefuseWhatIsNone() throws Exception {
        // When
        var graph = get("graph?cluster=production&namespace=acme");
        var refused = get("graph?cluster=production&namespace=Acme!");

        // Then
        assertThat(JSON.readTree(graph.body()).path("namespace").asText()).isEqualTo("acme");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("found 'Acme!', must be lower-case letters");
    }

    @Test
    void shouldTellTheGraphToWhoeverLooks() {
        // When
        bus.publish(
                new GraphCommand.Watch("production", "watched", Instant.now().plusSeconds(1)));

        // Then
        var observed = bus.awaitMessage(
                Topic.GRAPH_EVENTS,
                GraphEvent.Observed.class,
                event -> event.namespace().equals("watched"));
        assertThat(observed.window()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void shouldJudgeSamplesThatTheCallerBrings() throws Exception {
        // When
        var kayenta = judge("?mode=kayenta", "increase");
        var strict = judge("", "increase");

        // Then
        assertThat(kayenta.at("/results/0/classification").asText()).isEqualTo("High");
        assertThat(kayenta.at("/score/classification").asText()).isEqualTo("Fail");
        assertThat(strict.at("/results/0/classification").asText()).isEqualTo("TooFew");
    }

    @Test
    void shouldRefuseUnknownSettingsOfTheJudgeUnlessAskedToJudgeAsKayenta() throws Exception {
        // When
        var strict = judge("", "up");
        var kayenta = judge("?mode=kayenta", "up");
        var unknown = judge("?mode=lenient", "up");

        // Then
        assertThat(strict.at("/error").asText())
                .contains("direction: found 'up', must be one of [decrease, either, increase]");
        assertThat(kayenta.at("/results/0/classification").asText()).isEqualTo("High");
        assertThat(unknown.at("/error").asText()).isEqualTo("mode: found 'lenient', must be one of [kayenta, strict]");
    }

    @Test
    void shouldBeReadyAndShowMetrics() {
        await().untilAsserted(
                        () -> assertThat(get("q/health/ready").statusCode()).isEqualTo(200));
        await().untilAsserted(() -> assertThat(get("q/metrics").body()).contains("gennaker_operations_running"));
    }

    private void start(AnalysisTask task) {
        bus.publish(new AnalysisCommand.Start(
                execution, operation, task, Instant.now().plus(Duration.ofMinutes(20))));
    }

    private <E extends AnalysisEvent> E awaitEvent(Class<E> type) {
        return bus.awaitMessage(
                Topic.ANALYSIS_EVENTS, type, event -> event.operationId().equals(operation));
    }

    private static AnalysisTask analyse(String workload, Duration duration) {
        var template = Specifications.spec(Specifications.critical("error-rate", "istio-error-rate"));
        return new AnalysisTask.AnalyseCanary(
                PRODUCTION,
                "acme",
                workload,
                new AnalysisSpec(
                        template.judge(),
                        Duration.ZERO,
                        duration,
                        Duration.ofSeconds(1),
                        6,
                        template.metrics(),
                        template.groupWeights(),
                        template.pass(),
                        template.marginal(),
                        null,
                        null));
    }

    private JsonNode judge(String query, String direction) throws IOException, InterruptedException {
        var body = """
                {"canaryConfig": {"metrics": [{"name": "m", "groups": ["g"],
                    "analysisConfigurations": {"canary": {"direction": "%s"}}}]},
                 "scoreThresholds": {"pass": 95, "marginal": 75},
                 "metricSetPairs": [{"name": "m", "id": "1", "values":
                    {"control": [1, 2, 3, 4], "experiment": [10, 20, 30, 40]}}]}
                """.formatted(direction);
        return JSON.readTree(send(HttpRequest.newBuilder(address.resolve("judge" + query))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
