package io.gennaker.analysis.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class ServiceGraphsTest {

    private static final Instant AT = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Mesh mesh = new Mesh();
    private final ServiceGraphs graphs = new ServiceGraphs(mesh, "cluster");

    @Test
    void shouldTakeAnEdgeFromTheReporterThatSawMore() throws Exception {
        // Given: the callee never saw the two that broke on the way
        mesh.requests("destination", labels("destination", "cart", "shop", "200"), 98);
        mesh.requests("source", labels("source", "cart", "shop", "200"), 98);
        mesh.requests("source", labels("source", "cart", "shop", "503"), 2);
        mesh.latency("0.99", labels("source", "cart", "shop", null), 40);

        // When
        var graph = graphs.graph("production", "acme", MINUTE, AT);

        // Then
        assertThat(graph.edges())
                .containsExactly(new Edge(
                        new Source("acme", "cart"),
                        new Destination("acme", "shop", "shop", "v1"),
                        "http",
                        100,
                        0.02,
                        null,
                        null,
                        40.0));
    }

    @Test
    void shouldShowWhatReachedNoWorkloadAtItsService() throws Exception {
        // Given
        var labels = new HashMap<>(labels("source", "gateway", "unknown", "503"));
        labels.put("destination_workload_namespace", "unknown");
        labels.remove("destination_canonical_revision");
        mesh.requests("unknown", labels, 3);

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
        var labels = new HashMap<>(labels("destination", "unknown", "shop", "200"));
        labels.put("grpc_response_status", "14");
        mesh.requests("destination", labels, 5);

        // When
        var graph = graphs.graph("production", "acme", MINUTE, AT);

        // Then
        assertThat(graph.edges())
                .singleElement()
                .extracting(Edge::source, Edge::errorShare)
                .containsExactly(new Source("acme", "unknown"), 1.0);
    }

    @Test
    void shouldAskForTheNamespaceOnly() throws Exception {
        // When
        graphs.graph("production", "acme", MINUTE, AT);

        // Then
        assertThat(mesh.asked)
                .hasSize(12)
                .allMatch(query -> query.contains("acme") && query.contains("cluster=\"production\""));
        assertThat(mesh.asked.get(2)).contains("destination_service=~\"[^.]+\\\\.acme\\\\..+\"");
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

    private static Map<String, String> labels(String reporter, String source, String workload, String code) {
        var labels = new LinkedHashMap<String, String>();
        labels.put("reporter", reporter);
        labels.put("source_workload", source);
        labels.put("source_workload_namespace", "acme");
        labels.put("destination_service_name", "shop");
        labels.put("destination_service_namespace", "acme");
        labels.put("destination_workload", workload);
        labels.put("destination_workload_namespace", "acme");
        labels.put("destination_canonical_revision", "v1");
        labels.put("request_protocol", "http");
        if (code != null) {
            labels.put("response_code", code);
        }
        return labels;
    }

    /// Answers by the view that a query asks for.
    private static final class Mesh implements MetricSource {
        private final Map<String, List<Series>> requests = new HashMap<>();
        private final Map<String, List<Series>> latencies = new HashMap<>();
        private final List<String> asked = new ArrayList<>();

        void requests(String view, Map<String, String> labels, double rate) {
            requests.computeIfAbsent(view, _ -> new ArrayList<>()).add(series(labels, rate));
        }

        void latency(String quantile, Map<String, String> labels, double milliseconds) {
            latencies.computeIfAbsent(quantile, _ -> new ArrayList<>()).add(series(labels, milliseconds));
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
            var view =
                    query.contains("!=") ? "unknown" : query.contains("reporter=\"source\"") ? "source" : "destination";
            if (query.startsWith("sum")) {
                return requests.getOrDefault(view, List.of());
            }
            return view.equals("source")
                    ? latencies.getOrDefault(
                            query.substring("histogram_quantile(".length()).split(",")[0], List.of())
                    : List.of();
        }
    }
}
