package io.gennaker.analysis.canary;

import static io.gennaker.analysis.canary.Specifications.ACCEPTED;
import static io.gennaker.analysis.canary.Specifications.EXECUTION;
import static io.gennaker.analysis.canary.Specifications.plan;
import static io.gennaker.analysis.canary.Specifications.planner;
import static io.gennaker.analysis.canary.Specifications.preset;
import static io.gennaker.analysis.canary.Specifications.spec;
import static io.gennaker.analysis.canary.Specifications.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.analysis.graph.ServiceGraph;
import io.gennaker.analysis.graph.ServiceGraph.Destination;
import io.gennaker.analysis.graph.ServiceGraph.Edge;
import io.gennaker.analysis.graph.ServiceGraph.Source;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.Neighbours;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.Verdict;
import io.gennaker.judges.JudgePolicy;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {

    private static final String CANARY = Track.CANARY.workload("shop", EXECUTION);
    private static final Set<String> WORKLOADS = Set.of("shop", CANARY);
    private static final ServiceGraph GRAPH = graph(
            edge("unknown", "shop", "shop", 50),
            edge("gateway", "shop", "shop", 30),
            edge("gateway", "shop", CANARY, 10),
            edge(CANARY, "cart", "cart", 5),
            edge("shop", "cart", "cart", 40),
            edge("shop", "mail", "unknown", 1),
            edge("batch", "cart", "cart", 9));

    @Test
    void shouldCompareCallersAndCalleesThatTheGraphShows() {
        // When
        var metrics = new Neighbourhood("cluster", new Neighbours(true, true, 1.5)).metrics(GRAPH, WORKLOADS);

        // Then
        assertThat(metrics)
                .extracting(MetricSpec::name)
                .containsExactly(
                        "calls to cart: errors",
                        "calls to cart: p95",
                        "calls to cart: number",
                        "calls to mail: errors",
                        "calls to mail: p95",
                        "calls to mail: number",
                        "calls by gateway: errors",
                        "calls by gateway: p95");
    }

    @Test
    void shouldAskForTheCallsOfEachSide() {
        // Given
        var metrics = new Neighbourhood("cluster", new Neighbours(false, true, 1.5)).metrics(GRAPH, WORKLOADS);
        var plan = plan(preset("errors", "istio-error-rate"));
        var beside = plan.beside(0, planner().planned(metrics));

        // When
        var query = beside.query(beside.metrics().get(2), Track.CANARY);

        // Then
        assertThat(query)
                .isEqualTo("sum(rate(istio_requests_total{reporter=\"source\",source_workload=\"" + CANARY
                        + "\",source_workload_namespace=\"acme\",destination_service_name=\"cart\","
                        + "destination_service_namespace=\"acme\",cluster=\"production\"}[4s]))");
    }

    @Test
    void shouldCompareNeighboursByNoFewerSamplesThanRanksNeed() {
        // Given: a judge that does with fewer
        var four = minimumOfFour(Specifications.sequential(spec(preset("errors", "istio-error-rate")), 0.05));
        var metrics = new Neighbourhood("cluster", new Neighbours(true, true, 1.5)).metrics(GRAPH, WORKLOADS);

        // When
        var beside = planner()
                .plan(EXECUTION, task(four), ACCEPTED)
                .beside(0, planner().planned(metrics));

        // Then
        assertThat(beside.judge())
                .isInstanceOfSatisfying(
                        Judge.Ranks.class,
                        ranks -> assertThat(ranks.policy().minimumSamples())
                                .isEqualTo(JudgePolicy.LEAST_MINIMUM_SAMPLES));
    }

    private static AnalysisSpec minimumOfFour(AnalysisSpec spec) {
        return new AnalysisSpec(
                spec.judge(),
                spec.warmUp(),
                spec.duration(),
                spec.step(),
                4,
                spec.metrics(),
                spec.groupWeights(),
                spec.pass(),
                spec.marginal(),
                spec.pace(),
                spec.sequential());
    }

    @Test
    void shouldCompareTheConnectionsToWhatIsOnlyConnectedTo() {
        // Given: the release holds connections that it opened long ago
        var graph = graph(edge(CANARY, "cart", "cart", 5), connected("shop", "database", 0, 4_000));

        // When
        var metrics = new Neighbourhood("", new Neighbours(true, true, 1.5)).metrics(graph, WORKLOADS);

        // Then
        assertThat(metrics)
                .extracting(MetricSpec::name)
                .containsExactly(
                        "calls to cart: errors",
                        "calls to cart: p95",
                        "calls to cart: number",
                        "connections to database: failures",
                        "connections to database: number",
                        "connections to database: bytes");
        assertThat(metrics).extracting(MetricSpec::unit).containsExactly("%", "ms", "/s", "%", "/s", "B/s");
    }

    @Test
    void shouldFailACanaryThatIsGoodItselfAndHurtsAnother() {
        // Given: it calls cart three times as often as the baseline
        var metrics = new Neighbourhood("cluster", new Neighbours(false, true, 1.5)).metrics(GRAPH, WORKLOADS);
        var plan = plan(preset("p95", "istio-latency-p95"));
        var report = report(plan, pair("p95", 30, 30));
        var beside = plan.beside(0, planner().planned(metrics));
        var pairs = metrics.stream()
                .map(metric -> pair(metric.name(), 10, metric.name().equals("calls to cart: number") ? 30 : 10))
                .toArray(MetricPair[]::new);

        // When
        var judged = NeighbourRule.apply(report, report(beside, pairs));

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(judged.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judged.reasons()).first().isEqualTo("neighbours are worse off: [calls to cart: number]");
        assertThat(judged.metrics()).hasSize(7);
    }

    @Test
    void shouldNotCountANeighbourWithoutData() {
        // Given
        var metrics = new Neighbourhood("cluster", new Neighbours(true, false, 1.5)).metrics(GRAPH, WORKLOADS);
        var plan = plan(preset("p95", "istio-latency-p95"));
        var beside = plan.beside(0, planner().planned(metrics));
        var missing = metrics.stream()
                .map(metric -> new MetricPair(
                        metric.name(), metric.name(), Map.of(), Samples.missing(57), Samples.missing(57)))
                .toArray(MetricPair[]::new);

        // When
        var judged = NeighbourRule.apply(report(plan, pair("p95", 30, 30)), report(beside, missing));

        // Then
        assertThat(judged.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void shouldSayHowManyMetricsOfNeighboursCannotBeCompared() {
        // Given: a canary that passed before there was enough of most of them
        var metrics = new Neighbourhood("cluster", new Neighbours(true, false, 1.5)).metrics(GRAPH, WORKLOADS);
        var plan = plan(preset("p95", "istio-latency-p95"));
        var beside = plan.beside(0, planner().planned(metrics));
        var few = metrics.stream()
                .map(metric -> new MetricPair(
                        metric.name(), metric.name(), Map.of(), Samples.of(1.0, 2.0), Samples.of(1.0, 2.0)))
                .toArray(MetricPair[]::new);
        few[0] = pair(metrics.getFirst().name(), 10, 10);

        // When
        var judged = NeighbourRule.apply(report(plan, pair("p95", 30, 30)), report(beside, few));

        // Then
        assertThat(judged.reasons())
                .last()
                .isEqualTo("neighbours: none of %d metrics is worse than by the baseline, but %d cannot be compared"
                        .formatted(metrics.size(), metrics.size() - 1));
    }

    private static AnalysisReport report(AnalysisPlan plan, MetricPair... pairs) {
        var data = Arrays.stream(pairs).<MetricData>map(MetricData.Values::new).toList();
        return CanaryAnalysis.report(
                plan,
                OperationId.of(EXECUTION, "canary", "analyse-10", 1),
                Judged.of(plan, data, true),
                0,
                List.of(),
                ACCEPTED);
    }

    private static MetricPair pair(String name, double baseline, double canary) {
        return new MetricPair(name, name, Map.of(), around(baseline), around(canary));
    }

    private static Samples around(double mean) {
        return Samples.of(IntStream.range(0, 57)
                .mapToDouble(index -> mean + index % 3 - 1)
                .toArray());
    }

    private static ServiceGraph graph(Edge... edges) {
        return new ServiceGraph("production", "acme", ACCEPTED, Duration.ofMinutes(1), List.of(edges));
    }

    private static Edge connected(String source, String service, double opened, double bytes) {
        return new Edge(
                new Source("acme", source, "v1"),
                new Destination("acme", service, service, "v1"),
                "tcp",
                0,
                0,
                null,
                null,
                null,
                new ServiceGraph.Connections(opened, bytes, bytes));
    }

    private static Edge edge(String source, String service, String workload, double rate) {
        return new Edge(
                new Source(source.equals("unknown") ? "unknown" : "acme", source, "v1"),
                new Destination("acme", service, workload, "v1"),
                "http",
                rate,
                0,
                null,
                null,
                null,
                null);
    }
}
