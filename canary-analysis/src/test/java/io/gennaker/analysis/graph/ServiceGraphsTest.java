package io.gennaker.analysis.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gennaker.analysis.graph.ServiceGraph.Connections;
import io.gennaker.analysis.graph.ServiceGraph.Destination;
import io.gennaker.analysis.graph.ServiceGraph.Edge;
import io.gennaker.analysis.graph.ServiceGraph.Source;
import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is made of answers; the queries themselves are tried on a real Prometheus.
class ServiceGraphsTest {

    private static final Instant AT = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Mesh mesh = new Mesh();
    private final ServiceGraphs graphs = new ServiceGraphs(mesh, "cluster");

    @Test
    void shouldTakeAnEdgeFromTheReporterThatSawMore() throws Exception {
        // Given: the callee never saw the two that broke on the way
        mesh.requests(labels("destination", "response_code", "200"), 98);
        mesh.requests(labels("source", "response_code", "200"), 98);
        mesh.requests(labels("source", "response_code", "503"), 2);
        mesh.latency("0.99", labels("source"), 40);

        // When
        var graph = graphs.graph("production", "acme", MINUTE, AT);

        // Then
        assertThat(graph.edges())
                .containsExactly(new Edge(
                        new Source("acme", "cart", "v3"),
                        new Destination("acme", "shop", "shop", "v1"),
                        "http",
                        100,
                        0.02,
                        null,
                        null,
                        40.0,
                        null));
    }

    @Test
    void shouldTellTheVersionsOfACallerApart() throws Exception {
        // Given
        mesh.requests(labels("source"), 5);
        mesh.requests(labels("source", "source_workload", "cart-canary", "source_canonical_revision", "v4"), 1);

        // When
        var graph = graphs.graph("production", "acme", MINUTE, AT);

        // Then
        assertThat(graph.edges())
                .extracting(Edge::source)
                .containsExactlyInAnyOrder(new Source("acme", "cart", "v3"), new Source("acme", "cart-canary", "v4"));
    }

    @Test
    void shouldShowWhatReachedNoWorkloadAtItsService() throws Exception {
        // Given
        mesh.requests(
                labels(
                        "source",
                        "destination_workload",
                        "unknown",
                        "destination_workload_namespace",
                        "unknown",
                        "destination_canonical_revision",
                        "",
                        "response_code",
                        "503"),
                3);

        // When
        var graph = graphs.graph("production", "acme", MINUTE, AT);

        // Then
        assertThat(graph.edges())
                .singleElement()
                .extracting(Edge::destination, Edge::errorShare)
                .containsExactly(new Destination("acme", "shop", "unknown", "unknown"), 1.0);
    }

    @Test
    void shouldKeepACallerOutsideOfTheMesh() throws Exception {
        // Given
        mesh.requests(
                labels(
                        "destination",
                        "source_workload",
                        "unknown",
                        "source_workload_namespace",
                        "unknown",
                        "source_canonical_service",
                        "unknown",
                        "source_canonical_revision",
                        "unknown",
                        "grpc_response_status",
                        "14"),
                5);

        // When
        var graph = graphs.graph("production", "acme", MINUTE, AT);

        // Then
        assertThat(graph.edges())
                .singleElement()
                .extracting(Edge::source, Edge::errorShare)
                .containsExactly(new Source("unknown", "unknown", "unknown"), 1.0);
    }

    @Test
    void shouldLeaveOutACallerOfWhichOnlyTheNamespaceIsKnown() throws Exception {
        // Given
        mesh.requests(labels("destination", "source_workload", "unknown", "source_canonical_service", "unknown"), 5);

        // When, then
        assertThat(graphs.graph("production", "acme", MINUTE, AT).edges()).isEmpty();
    }

    @Test
    void shouldNameACallerWithoutAWorkloadByItsCanonicalService() throws Exception {
        // Given
        mesh.requests(labels("destination", "source_workload", "unknown", "source_canonical_service", "batch"), 5);

        // When, then
        assertThat(graphs.graph("production", "acme", MINUTE, AT).edges())
                .singleElement()
                .extracting(edge -> edge.source().workload())
                .isEqualTo("batch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.11.12.13", "10.11.12.13:8080"})
    void shouldLeaveOutAnAddressThatStandsForAServiceAndReachedNoWorkload(String address) throws Exception {
        // Given: as while a pod begins or ends
        mesh.requests(
                labels(
                        "source",
                        "destination_workload",
                        "unknown",
                        "destination_service",
                        address,
                        "destination_service_name",
                        address),
                5);

        // When, then
        assertThat(graphs.graph("production", "acme", MINUTE, AT).edges()).isEmpty();
    }

    @Test
    void shouldKeepAWorkloadThatIsCalledByItsAddress() throws Exception {
        // Given
        mesh.requests(
                labels("source", "destination_service", "10.11.12.13", "destination_service_name", "10.11.12.13"), 5);

        // When, then
        assertThat(graphs.graph("production", "acme", MINUTE, AT).edges())
                .singleElement()
                .extracting(Edge::destination)
                .isEqualTo(new Destination("acme", "10.11.12.13", "shop", "v1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PassthroughCluster", "BlackHoleCluster", "api.example.com"})
    void shouldKeepAServiceOutsideOfTheMesh(String service) throws Exception {
        // Given
        mesh.requests(
                labels(
                        "source",
                        "destination_workload",
                        "unknown",
                        "destination_workload_namespace",
                        "unknown",
                        "destination_canonical_revision",
                        "unknown",
                        "destination_service",
                        service,
                        "destination_service_name",
                        service,
                        "destination_service_namespace",
                        "unknown"),
                5);

        // When, then
        assertThat(graphs.graph("production", "acme", MINUTE, AT).edges())
                .singleElement()
                .extracting(Edge::destination)
                .isEqualTo(new Destination("unknown", service, "unknown", "unknown"));
    }

    @Test
    void shouldCountRequestsWithoutAnAnswerAsFailed() throws Exception {
        // Given
        mesh.requests(labels("source", "response_code", "0"), 1);
        mesh.requests(labels("source", "response_code", "404"), 3);

        // When, then
        assertThat(graphs.graph("production", "acme", MINUTE, AT).edges())
                .singleElement()
                .extracting(Edge::errorShare)
                .isEqualTo(0.25);
    }

    @Test
    void shouldShowConnectionsWithTheirBytesByTheReporterThatSawMore() throws Exception {
        // Given
        mesh.connections(labels("source", "request_protocol", "tcp"), 2, 100, 5_000);
        mesh.connections(labels("destination", "request_protocol", "tcp"), 2, 90, 4_000);
        mesh.requests(labels("source"), 1);

        // When
        var graph = graphs.graph("production", "acme", MINUTE, AT);

        // Then
        assertThat(graph.edges())
                .extracting(Edge::protocol, Edge::rate, Edge::connections, Edge::busyness)
                .containsExactlyInAnyOrder(
                        tuple("http", 1.0, null, 1.0), tuple("tcp", 0.0, new Connections(2, 100, 5_000), 2.0));
    }

    @Test
    void shouldAskForTheNamespaceOnly() throws Exception {
        // When
        graphs.graph("production", "acme", MINUTE, AT);

        // Then: requests, three quantiles and connections
        assertThat(mesh.asked)
                .hasSize(5)
                .allMatch(query -> query.contains("acme") && query.contains("cluster=\"production\""));
        assertThat(mesh.asked.getFirst()).contains("destination_service=~\"[^.]+\\\\.acme\\\\..+\"");
    }

    @Test
    void shouldRefuseNamesThatAreNone() {
        assertThatThrownBy(() -> graphs.graph("production", "acme\"} or x{", MINUTE, AT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 'acme\"} or x{'");
        assertThatThrownBy(() -> graphs.graph("production", "acme", Duration.ofDays(2), AT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be 1 s to 1 day");
    }

    /// Calls of cart to shop.
    ///
    /// @param others names and values that differ from those
    private static Map<String, String> labels(String reporter, String... others) {
        var labels = new LinkedHashMap<String, String>();
        labels.put("reporter", reporter);
        labels.put("source_workload", "cart");
        labels.put("source_workload_namespace", "acme");
        labels.put("source_canonical_service", "cart");
        labels.put("source_canonical_revision", "v3");
        labels.put("destination_service", "shop.acme.svc.cluster.local");
        labels.put("destination_service_name", "shop");
        labels.put("destination_service_namespace", "acme");
        labels.put("destination_workload", "shop");
        labels.put("destination_workload_namespace", "acme");
        labels.put("destination_canonical_revision", "v1");
        labels.put("request_protocol", "http");
        for (var index = 0; index < others.length; index += 2) {
            labels.put(others[index], others[index + 1]);
        }
        return labels;
    }

    /// Answers by what a query is about.
    private static final class Mesh implements MetricSource {
        private final List<Series> requests = new ArrayList<>();
        private final List<Series> connections = new ArrayList<>();
        private final Map<String, List<Series>> latencies = new HashMap<>();
        private final List<String> asked = new ArrayList<>();

        void requests(Map<String, String> labels, double rate) {
            requests.add(series(labels, rate));
        }

        void latency(String quantile, Map<String, String> labels, double milliseconds) {
            latencies.computeIfAbsent(quantile, _ -> new ArrayList<>()).add(series(labels, milliseconds));
        }

        void connections(Map<String, String> labels, double opened, double sent, double received) {
            Map.of("opened", opened, "sent", sent, "received", received).forEach((counted, rate) -> {
                var all = new LinkedHashMap<>(labels);
                all.put("counted", counted);
                connections.add(series(all, rate));
            });
        }

        private static Series series(Map<String, String> labels, double value) {
            return new Series(labels, List.of(new Series.Point(AT, value)));
        }

        @Override
        public List<Series> range(String query, SampleGrid grid) {
            throw new AssertionError("a graph is of one time");
        }

        @Override
        public List<Series> instant(String query, Instant at) {
            asked.add(query);
            if (query.startsWith("histogram_quantile(")) {
                var quantile = query.substring("histogram_quantile(".length()).split(",")[0];
                return latencies.getOrDefault(quantile, List.of());
            }
            return query.contains("istio_tcp") ? connections : requests;
        }
    }
}
