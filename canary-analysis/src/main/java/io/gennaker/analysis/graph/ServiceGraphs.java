package io.gennaker.analysis.graph;

import io.gennaker.analysis.graph.ServiceGraph.Connections;
import io.gennaker.analysis.graph.ServiceGraph.Destination;
import io.gennaker.analysis.graph.ServiceGraph.Edge;
import io.gennaker.analysis.graph.ServiceGraph.Source;
import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Computes service graphs from the metrics of the mesh.
///
/// An edge is reported from both ends; the report with more requests counts, as the caller's also has those that broke
/// on the way, and of connections the one with more bytes. Requests that reached no workload are an edge of their own.
public final class ServiceGraphs {

    private static final Set<String> GRPC_FAILURES = Set.of("2", "4", "13", "14", "15");

    private final MetricSource source;
    private final String clusterLabel;

    public ServiceGraphs(MetricSource source, String clusterLabel) {
        this.source = source;
        this.clusterLabel = clusterLabel;
    }

    /// The same, asked for somebody.
    ///
    /// @param asker as the id of an execution
    public ServiceGraphs askedBy(String asker) {
        return new ServiceGraphs(source.askedBy(asker), clusterLabel);
    }

    /// Label that tells clusters apart; empty for none.
    public String clusterLabel() {
        return clusterLabel;
    }

    private record Path(Source source, Destination destination, String protocol) {}

    private record Rates(double all, double failed) {
        Rates plus(Rates other) {
            return new Rates(all + other.all, failed + other.failed);
        }
    }

    /// @throws IllegalArgumentException when a name or the window is not valid
    public ServiceGraph graph(String cluster, String namespace, Duration window, Instant at)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("window: found " + window + ", must be 1 s to 1 day");
        }
        var queries = new GraphQueries(clusterLabel, cluster, namespace, window);
        var edges = Stream.concat(requests(queries, at).stream(), connections(queries, at).stream())
                .sorted(Comparator.comparing(Edge::toString))
                .toList();
        return new ServiceGraph(cluster, namespace, at, window, edges);
    }

    private List<Edge> requests(GraphQueries queries, Instant at)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var rates = new HashMap<EdgeKey, Rates>();
        for (var series : source.instant(queries.requests(), at)) {
            EdgeKey.of(series.labels()).ifPresent(key -> rates.merge(key, rates(series), Rates::plus));
        }
        var p50 = latencies(queries.latencies(0.50), at);
        var p95 = latencies(queries.latencies(0.95), at);
        var p99 = latencies(queries.latencies(0.99), at);
        return best(rates, Rates::all).entrySet().stream()
                .map(edge -> edge(edge.getKey(), edge.getValue(), p50, p95, p99))
                .toList();
    }

    private static Edge edge(
            EdgeKey key, Rates rates, Map<EdgeKey, Double> p50, Map<EdgeKey, Double> p95, Map<EdgeKey, Double> p99) {
        return new Edge(
                key.source(),
                key.destination(),
                key.protocol(),
                rates.all(),
                rates.all() == 0 ? 0 : rates.failed() / rates.all(),
                p50.get(key),
                p95.get(key),
                p99.get(key),
                null);
    }

    private Map<EdgeKey, Double> latencies(String query, Instant at)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var latencies = new HashMap<EdgeKey, Double>();
        for (var series : source.instant(query, at)) {
            if (Double.isFinite(value(series))) {
                EdgeKey.of(series.labels()).ifPresent(key -> latencies.put(key, value(series)));
            }
        }
        return latencies;
    }

    private List<Edge> connections(GraphQueries queries, Instant at)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var seen = new HashMap<EdgeKey, Connections>();
        for (var series : source.instant(queries.connections(), at)) {
            EdgeKey.of(series.labels()).ifPresent(key -> seen.merge(key, counted(series), ServiceGraphs::sum));
        }
        return best(seen, counted -> counted.sent() + counted.received()).entrySet().stream()
                .map(edge -> edge(edge.getKey(), edge.getValue()))
                .toList();
    }

    private static Edge edge(EdgeKey key, Connections counted) {
        return new Edge(key.source(), key.destination(), key.protocol(), 0, 0, null, null, null, counted);
    }

    private static Connections counted(Series series) {
        var rate = rate(series);
        return switch (series.labels().getOrDefault(GraphQueries.COUNTED, "")) {
            case GraphQueries.OPENED -> new Connections(rate, 0, 0);
            case GraphQueries.SENT -> new Connections(0, rate, 0);
            case GraphQueries.RECEIVED -> new Connections(0, 0, rate);
            default -> new Connections(0, 0, 0);
        };
    }

    private static Connections sum(Connections one, Connections other) {
        return new Connections(
                one.opened() + other.opened(), one.sent() + other.sent(), one.received() + other.received());
    }

    /// One report of each edge: the one that saw most.
    private static <T> Map<EdgeKey, T> best(Map<EdgeKey, T> seen, ToDoubleFunction<T> amount) {
        var best = new HashMap<Path, EdgeKey>();
        seen.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> amount.applyAsDouble(entry.getValue())))
                .map(Map.Entry::getKey)
                .forEach(key -> best.put(new Path(key.source(), key.destination(), key.protocol()), key));
        var kept = new HashMap<>(seen);
        kept.keySet().retainAll(Set.copyOf(best.values()));
        return kept;
    }

    private static Rates rates(Series series) {
        return new Rates(rate(series), isFailed(series.labels()) ? rate(series) : 0.0);
    }

    private static boolean isFailed(Map<String, String> labels) {
        @Nullable String code = labels.get("response_code");
        @Nullable String grpc = labels.get("grpc_response_status");
        return code != null && (code.startsWith("5") || code.equals("0"))
                || grpc != null && GRPC_FAILURES.contains(grpc);
    }

    private static double rate(Series series) {
        return Double.isFinite(value(series)) ? value(series) : 0.0;
    }

    private static double value(Series series) {
        return series.points().isEmpty()
                ? Double.NaN
                : series.points().getLast().value();
    }
}
