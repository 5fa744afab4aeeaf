package io.gennaker.analysis.prometheus;

import static io.gennaker.analysis.canary.Specifications.around;
import static io.gennaker.analysis.canary.Specifications.custom;
import static io.gennaker.analysis.canary.Specifications.preset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.analysis.canary.AnalysisReport.MetricReport;
import io.gennaker.analysis.canary.Measurement;
import io.gennaker.analysis.canary.MetricSources;
import io.gennaker.analysis.canary.Retrospect;
import io.gennaker.analysis.canary.Sampling;
import io.gennaker.analysis.canary.Surroundings;
import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.graph.ServiceGraph;
import io.gennaker.analysis.graph.ServiceGraph.Edge;
import io.gennaker.analysis.graph.ServiceGraph.Source;
import io.gennaker.analysis.graph.ServiceGraphs;
import io.gennaker.analysis.metrics.IstioPresets;
import io.gennaker.analysis.metrics.MetricQueries;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.Neighbours;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mesh that a real Prometheus scrapes, with canaries that are good by their own metrics.
class ScrapedMeshTest {

    private static final ExecutionId EXECUTION = new ExecutionId("any-0123456789ab");
    private static final Duration SCRAPED_EVERY = Duration.ofMillis(200);
    private static final Duration SEEN = Duration.ofSeconds(6);

    @TempDir
    static Path directory;

    private static ScrapedMesh mesh;
    private static RealPrometheus server;
    private static PrometheusSource source;
    private static Instant from;

    @BeforeAll
    static void scrape() throws IOException {
        Assumptions.assumeTrue(
                RealPrometheus.isInstalled(),
                "prometheus and promtool are not on the PATH: nothing is scraped (Debian package: prometheus)");
        mesh = new ScrapedMesh()
                // the canary of shop drops two of five calls of one small caller
                .calls("edge/gateway", baseline("shop"), "acme/shop", 200)
                .calls("edge/gateway", canary("shop"), "acme/shop", 200)
                .calls("acme/mobile", baseline("shop"), "acme/shop", 50)
                .calls("acme/mobile", canary("shop"), "acme/shop", 30)
                .broken("acme/mobile", canary("shop"), "acme/shop", 20)
                // the canary of stock asks the ledger three times as often
                .calls("edge/gateway", baseline("stock"), "acme/stock", 20)
                .calls("edge/gateway", canary("stock"), "acme/stock", 20)
                .calls(baseline("stock"), "acme/ledger", "acme/ledger", 10)
                .calls(canary("stock"), "acme/ledger", "acme/ledger", 30)
                // that of mail does as its baseline
                .calls("edge/gateway", baseline("mail"), "acme/mail", 20)
                .calls("edge/gateway", canary("mail"), "acme/mail", 20)
                .calls(baseline("mail"), "acme/ledger", "acme/ledger", 10)
                .calls(canary("mail"), "acme/ledger", "acme/ledger", 10)
                // that of billing cannot connect every other time, and opens as many connections as its baseline
                .calls("edge/gateway", baseline("billing"), "acme/billing", 20)
                .calls("edge/gateway", canary("billing"), "acme/billing", 20)
                .connections(baseline("billing"), "acme/database", "acme/database", 20, 4_000, 90_000)
                .connections(canary("billing"), "acme/database", "acme/database", 10, 4_000, 90_000)
                .refused(canary("billing"), "acme/database", 10)
                // and what is unknown, and no requests
                .calls("unknown", "acme/front", "acme/front", 4)
                .broken("edge/gateway", "unknown", "acme/gone", 3)
                .calls("acme/mobile", "unknown", "unknown/PassthroughCluster", 2)
                .connections("acme/ledger", "acme/database", "acme/database", 2, 4_000, 90_000)
                .start();
        server = RealPrometheus.scraping(directory, mesh.scrapeConfigs(SCRAPED_EVERY));
        source = new PrometheusSource(server.address(), Access.NONE, Duration.ofSeconds(10), 1_000_000);
        awaitSamplesOf("min(timestamp(istio_requests_total))", Instant.now());
        from = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        awaitSamplesOf("min(timestamp(istio_requests_total))", from.plus(SEEN));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            mesh.close();
        }
    }

    @Test
    void shouldFailACanaryThatHurtsOneOfItsCallers() throws Exception {
        // When
        var report = judge("shop");

        // Then: its own proxy never saw the calls that it dropped
        assertThat(own(report)).extracting(MetricResult::classification).containsOnly("Pass");
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.reasons()).first().isEqualTo("neighbours are worse off: [calls by mobile: errors]");
        assertThat(report.metrics())
                .filteredOn(metric -> metric.result().name().equals("calls by mobile: errors"))
                .singleElement()
                .satisfies(metric -> assertThat(metric.result().canary().mean()).isCloseTo(40, within(5.0)));
        assertThat(report.metrics())
                .filteredOn(metric -> metric.result().name().startsWith("calls by gateway in edge"))
                .extracting(metric -> metric.result().classification())
                .containsExactly("Pass", "Pass");
    }

    @Test
    void shouldFailACanaryThatAsksAnotherServiceTooOften() throws Exception {
        // When
        var report = judge("stock");

        // Then
        assertThat(own(report)).extracting(MetricResult::classification).containsOnly("Pass");
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.reasons()).first().isEqualTo("neighbours are worse off: [calls to ledger: number]");
    }

    @Test
    void shouldFailACanaryWhoseConnectionsComeToNothing() throws Exception {
        // When
        var report = judge("billing");

        // Then
        assertThat(own(report)).extracting(MetricResult::classification).containsOnly("Pass");
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.reasons()).first().isEqualTo("neighbours are worse off: [connections to database: failures]");
        assertThat(report.metrics())
                .filteredOn(metric -> metric.result().name().equals("connections to database: failures"))
                .singleElement()
                .satisfies(metric -> assertThat(metric.result().canary().mean()).isCloseTo(50, within(5.0)));
    }

    @Test
    void shouldPassACanaryThatHurtsNobody() throws Exception {
        // When
        var report = judge("mail");

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.reasons()).contains("neighbours: none of 5 metrics is worse than by the baseline");
    }

    @Test
    void shouldDrawTheGraphOfWhatWasScraped() throws Exception {
        // When
        var graph = new ServiceGraphs(source, "cluster")
                .graph("production", "acme", Duration.ofSeconds(6), from.plus(SEEN));

        // Then
        assertThat(edge(graph, "mobile", "shop", Track.CANARY.workload("shop", EXECUTION)))
                .satisfies(edge -> {
                    assertThat(edge.source()).isEqualTo(new Source("acme", "mobile", "v1"));
                    assertThat(edge.destination().version()).isEqualTo("v2");
                    assertThat(edge.rate()).isCloseTo(50, within(5.0));
                    assertThat(edge.errorShare()).isCloseTo(0.4, within(0.05));
                    assertThat(edge.p50()).isCloseTo(17.5, within(1.0));
                });
        assertThat(edge(graph, "gateway", "mail", Track.CANARY.workload("mail", EXECUTION)))
                .satisfies(edge -> {
                    assertThat(edge.source().namespace()).isEqualTo("edge");
                    assertThat(edge.rate()).isCloseTo(20, within(3.0));
                    assertThat(edge.errorShare()).isZero();
                });
        assertThat(edge(graph, "unknown", "front", "front").rate()).isCloseTo(4, within(1.0));
        assertThat(edge(graph, "gateway", "gone", "unknown"))
                .satisfies(edge -> assertThat(edge.errorShare()).isEqualTo(1));
        assertThat(edge(graph, "mobile", "PassthroughCluster", "unknown").rate())
                .isCloseTo(2, within(1.0));
        assertThat(edge(graph, "ledger", "database", "database")).satisfies(edge -> {
            assertThat(edge.protocol()).isEqualTo("tcp");
            assertThat(edge.rate()).isZero();
            assertThat(edge.connections()).isNotNull().satisfies(counted -> {
                assertThat(counted.opened()).isCloseTo(2, within(0.7));
                assertThat(counted.sent()).isCloseTo(4_000, within(400.0));
                assertThat(counted.received()).isCloseTo(90_000, within(9_000.0));
            });
        });
    }

    private static Edge edge(ServiceGraph graph, String source, String service, String workload) {
        var found = graph.edges().stream()
                .filter(edge -> edge.source().workload().equals(source)
                        && edge.destination().service().equals(service)
                        && edge.destination().workload().equals(workload))
                .toList();
        assertThat(found).as("%s to %s of %s", source, service, graph).hasSize(1);
        return found.getFirst();
    }

    private static AnalysisReport judge(String workload) throws Exception {
        var sources = MetricSources.prometheus(source, new Sampling(SCRAPED_EVERY));
        var planner = new AnalysisPlanner(new MetricQueries(new IstioPresets("cluster")), sources);
        var spec = around(
                new Neighbours(true, true, 1.5),
                SEEN,
                preset("p50", "istio-latency-p50"),
                custom(
                        "own errors",
                        "sum(rate(istio_requests_total{reporter=\"destination\",destination_workload=\"${workload}\","
                                + "response_code=~\"5..\"}[${window}])) or vector(0)"));
        var task = new AnalyseCanary(new ClusterTarget("production", "production"), "acme", workload, spec);
        var plan = planner.plan(EXECUTION, task, from);
        var measurement = new Measurement(sources);
        var surroundings = new Surroundings(new ServiceGraphs(source, "cluster"), planner, measurement);
        return new Retrospect(measurement, surroundings).judge(plan, new OperationId("x"), Instant.now());
    }

    private static Iterable<MetricResult> own(AnalysisReport report) {
        return report.metrics().stream()
                .map(MetricReport::result)
                .filter(result -> !result.group().equals("neighbours"))
                .toList();
    }

    private static String baseline(String workload) {
        return "acme/" + Track.BASELINE.workload(workload, EXECUTION);
    }

    private static String canary(String workload) {
        return "acme/" + Track.CANARY.workload(workload, EXECUTION);
    }

    private static void awaitSamplesOf(String times, Instant until) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> source.instant(times, Instant.now()).stream()
                        .anyMatch(series -> series.points().getLast().value() * 1000 > until.toEpochMilli()));
    }
}
