package io.gennaker.analysis.prometheus;

import static io.gennaker.analysis.canary.Specifications.EXECUTION;
import static io.gennaker.analysis.canary.Specifications.critical;
import static io.gennaker.analysis.canary.Specifications.custom;
import static io.gennaker.analysis.canary.Specifications.planner;
import static io.gennaker.analysis.canary.Specifications.preset;
import static io.gennaker.analysis.canary.Specifications.spec;
import static io.gennaker.analysis.canary.Specifications.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gennaker.analysis.canary.CanaryAnalysis;
import io.gennaker.analysis.canary.Judged;
import io.gennaker.analysis.canary.Measurement;
import io.gennaker.analysis.canary.MetricData;
import io.gennaker.analysis.canary.MetricSources;
import io.gennaker.analysis.canary.Specifications;
import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.metrics.IstioPresets;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.QueryScope;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.traffic.RequestCounts;
import io.gennaker.analysis.traffic.TrafficQueries;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.Verdict;
import io.gennaker.judges.sequential.Histogram;
import io.gennaker.judges.sequential.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The queries against the server that they are written for.
class RealPrometheusTest {

    private static final Instant FROM = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    private static final String BASELINE = Track.BASELINE.workload("shop", EXECUTION);
    private static final String CANARY = Track.CANARY.workload("shop", EXECUTION);

    @TempDir
    static Path directory;

    private static RealPrometheus server;
    private static PrometheusSource source;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                RealPrometheus.isInstalled(),
                "prometheus and promtool are not on the PATH: the queries are not tried on the real server (Debian package: prometheus)");
        var samples = new IstioSamples(FROM, 120)
                .requests("destination", "shop", "200", "", 80)
                .requests("destination", BASELINE, "200", "", 10)
                .requests("destination", CANARY, "200", "", 9.5)
                .requests("destination", CANARY, "500", "", 0.5)
                // the caller also saw connections that broke on the way
                .requests("source", CANARY, "200", "", 9)
                .requests("source", CANARY, "500", "", 0.5)
                .requests("source", CANARY, "0", "", 0.5)
                .requests("source", "unknown", "503", "", 0.2)
                // at the begin of the data the scrape of its proxy fails
                .requests("destination", "unscraped", "200", "", 9)
                .requests("destination", "unscraped", "500", "", 1)
                .latency("destination", "unscraped", 20)
                .lost("unscraped", 10)
                // its proxy begins anew, and has not refused anybody since
                .counted("destination", "restarted", "200", "", second -> 10 * (second < 20 ? second : second - 19))
                .counted("destination", "restarted", "503", "", second -> second < 20 ? 5 * second : Double.NaN)
                .requests("destination", "grpc", "200", "0", 9)
                .requests("destination", "grpc", "200", "14", 1)
                .latency("destination", "shop", 20)
                .latency("destination", BASELINE, 20)
                .latency("destination", CANARY, 90);
        server = RealPrometheus.start(directory, samples.text());
        source = new PrometheusSource(server.address(), Access.NONE, Duration.ofSeconds(10), 1_000_000);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "istio-error-rate, shop, 0",
        "istio-error-rate, CANARY, 10",
        "istio-error-rate, grpc, 10",
        "istio-success-rate, shop, 100",
        "istio-success-rate, CANARY, 90",
        "istio-latency-p50, shop, 17.5",
        "istio-latency-p95, CANARY, 97.5",
        "istio-latency-p99, CANARY, 99.5",
        "istio-request-rate, shop, 80",
    })
    void shouldMeasureWhatThePresetSays(String preset, String workload, double expected) throws Exception {
        // Given
        var query = query(preset, workload.equals("CANARY") ? CANARY : workload);

        // When
        var series = source.instant(query, FROM.plusSeconds(60));

        // Then
        assertThat(series)
                .singleElement()
                .satisfies(one -> assertThat(one.points().getFirst().value()).isCloseTo(expected, within(1e-6)));
    }

    @Test
    void shouldHaveNoSeriesForAWorkloadWithoutTraffic() throws Exception {
        assertThat(source.instant(query("istio-error-rate", "nobody"), FROM.plusSeconds(60)))
                .isEmpty();
    }

    @Test
    void shouldKeepTheTimesBeforeTheFirstSampleAsMissing() throws Exception {
        // Given
        var grid = new SampleGrid(FROM.minusSeconds(5), FROM.plusSeconds(10), Duration.ofSeconds(1));

        // When
        var series = source.range(query("istio-request-rate", "shop"), grid);

        // Then
        var values = grid.align(series.getFirst());
        assertThat(values).hasSize(16);
        assertThat(Arrays.copyOf(values, 6)).containsOnly(Double.NaN);
        assertThat(values[15]).isCloseTo(80.0, within(1e-6));
    }

    @Test
    void shouldSeeTheSharesOfTraffic() throws Exception {
        // Given
        var queries = new TrafficQueries("cluster");
        var counts = new RequestCounts();

        // When
        for (var track : Track.values()) {
            counts.add(
                    track,
                    source.instant(queries.requests(scope(track.workload("shop", EXECUTION))), FROM.plusSeconds(60)));
        }
        var unreached = source.instant(queries.unreached(scope("shop")), FROM.plusSeconds(60));

        // Then
        assertThat(counts.seen().split()).isEqualTo(new ObservedSplit(80, 10, 10, 400));
        assertThat(unreached)
                .singleElement()
                .satisfies(one -> assertThat(one.points().getFirst().value()).isCloseTo(0.8, within(1e-6)));
    }

    @Test
    void shouldJudgeTheBadCanaryByWhatTheServerAnswers() throws Exception {
        // Given
        var spec = spec(
                critical("error-rate", "istio-error-rate"),
                preset("p95", "istio-latency-p95"),
                custom(
                        "requests",
                        "sum(rate(istio_requests_total{destination_workload=\"${workload}\",reporter=\"destination\"}[${window}]))"));
        var plan = planner().plan(EXECUTION, task(spec), FROM);

        // When
        var judged = Judged.of(
                plan,
                new Measurement(MetricSources.prometheus(source, Specifications.SAMPLING)).measure(plan, 0),
                true);
        var report = CanaryAnalysis.report(plan, new OperationId("x"), judged, 0, List.of(), Instant.now());

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.reasons())
                .contains(
                        "error-rate: canary 10.0 % against baseline 0.0 %, shift 10.0 % (98 % sure of 10.0 % to 10.0 %), High, critical",
                        "requests: canary 10.0 against baseline 10.0, ratio 1.00, Pass")
                .anyMatch(reason -> reason.startsWith("p95: canary 97.5 ms against baseline 24.3 ms, ratio 4.02"));
    }

    @Test
    void shouldStopTheBadCanaryByTheCountersOfTheServer() throws Exception {
        // Given
        var spec = spec(critical("error-rate", "istio-error-rate"), preset("p95", "istio-latency-p95"));
        var plan = planner().plan(EXECUTION, task(Specifications.sequential(spec, 0.01)), FROM);

        // When: twenty seconds of ten requests a second on each side
        var judged = Judged.of(
                plan,
                new Measurement(MetricSources.prometheus(source, Specifications.SAMPLING)).measure(plan, 19),
                false);

        // Then
        assertThat(judged.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judged.isOver()).isTrue();
        assertThat(judged.trails().getFirst().getLast().canaryAll()).isEqualTo(200);
        assertThat(judged.trails().getFirst().getLast().canaryBad()).isEqualTo(20);
        assertThat(judged.trails().getFirst().getLast().lower()).isGreaterThan(1);
    }

    @Test
    void shouldNotCountALifetimeAsOneWindowWhereTheScrapeAtTheBeginIsLost() throws Exception {
        // Given
        var spec = spec(critical("error-rate", "istio-error-rate"), preset("p95", "istio-latency-p95"));

        // When
        var data = counted(spec, "unscraped");

        // Then: the first window is as long as two
        var requests = (MetricData.Requests) data.getFirst();
        var latencies = (MetricData.Latencies) data.getLast();
        assertThat(requests.windows().stream().map(Window::experimentTrials)).startsWith(20L, 10L, 10L);
        assertThat(requests.windows().stream().map(Window::experimentEvents)).startsWith(2L, 1L, 1L);
        assertThat(latencies.experiment().stream().map(Histogram::total)).startsWith(20L, 10L, 10L);
    }

    @Test
    void shouldCountAProxyThatBeginsAnewFromZeroThoughItDoesNotShowAllCountersAtOnce() throws Exception {
        // When
        var data = counted(spec(critical("error-rate", "istio-error-rate")), "restarted");

        // Then: nine windows before that, the others after it
        var requests = (MetricData.Requests) data.getFirst();
        assertThat(requests.windows().stream().limit(9).map(Window::experimentTrials))
                .containsOnly(15L);
        assertThat(requests.windows().stream().skip(9).map(Window::experimentTrials))
                .containsOnly(10L);
        assertThat(requests.windows().stream().skip(9).map(Window::experimentEvents))
                .containsOnly(0L);
    }

    /// What a judge that wants counts is given of twenty seconds.
    private static List<MetricData> counted(AnalysisSpec spec, String canary) throws Exception {
        var task = new AnalyseCanary(
                new ClusterTarget("production", "production"),
                "acme",
                canary,
                Specifications.sequential(spec, 0.01),
                new AnalysisTask.Compared(canary, BASELINE));
        return new Measurement(MetricSources.prometheus(source, Specifications.SAMPLING))
                .measure(planner().plan(EXECUTION, task, FROM), 19);
    }

    @Test
    void shouldRefuseAQueryOfSeveralSeries() {
        // Given
        var plan = planner()
                .plan(
                        EXECUTION,
                        task(spec(custom("raw", "istio_requests_total{destination_workload=\"${workload}\"}"))),
                        FROM);

        // When, then
        assertThatThrownBy(() ->
                        new Measurement(MetricSources.prometheus(source, Specifications.SAMPLING)).measure(plan, 0))
                .isInstanceOf(QueryRefused.class)
                .hasMessageStartingWith("metric 'raw': found 5 series, must be one");
    }

    @Test
    void shouldGiveTheServersOwnMessageForABadQuery() {
        assertThatThrownBy(() -> source.instant("max(", FROM))
                .isInstanceOf(QueryRefused.class)
                .hasMessageContaining("bad_data")
                .hasMessageContaining("parse error");
    }

    private static String query(String preset, String workload) {
        return new IstioPresets("cluster").preset(preset).orElseThrow().query().fill(scope(workload));
    }

    private static QueryScope scope(String workload) {
        return new QueryScope("production", "acme", workload, Duration.ofSeconds(4));
    }
}
