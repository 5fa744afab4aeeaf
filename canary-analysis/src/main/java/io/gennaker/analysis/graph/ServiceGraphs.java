package io.gennaker.analysis.graph;

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
import org.jspecify.annotations.Nullable;

/// Computes service graphs from the metrics of the mesh.
///
/// An edge inside the namespace is reported from both ends; the report with more requests counts, as the caller's also
/// has those that broke on the way. Requests that reached no workload are an edge of their own.
public final class ServiceGraphs {

    private static final String UNKNOWN = "unknown";
    private static final Set<String> GRPC_FAILURES = Set.of("2", "4", "13", "14", "15");

    private final MetricSource source;
    private final String clusterLabel;

    public ServiceGraphs(MetricSource source, String clusterLabel) {
        this.source = source;
        this.clusterLabel = clusterLabel;
    }

    /// Label that tells clusters apart; empty for none.
    public String clusterLabel() {
        return clusterLabel;
    }

    private record Key(String reporter, Source source, Destination destination, String protocol) {}

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
        var rates = new HashMap<Key, Rates>();
        for (var query : queries.requests()) {
            for (var series : source.instant(query, at)) {
                rates.merge(key(series), rates(series), Rates::plus);
            }
        }
        var best = best(rates);
        var p50 = latencies(queries.latencies(0.50), at);
        var p95 = latencies(queries.latencies(0.95), at);
        var p99 = latencies(queries.latencies(0.99), at);
        var edges = best.stream()
                .map(key -> edge(key, rates.getOrDefault(key, new Rates(0, 0)), p50, p95, p99))
                .sorted(Comparator.comparing(Edge::toString))
                .toList();
        return new ServiceGraph(cluster, namespace, at, window, edges);
    }

    /// One report of each edge.
    private static List<Key> best(Map<Key, Rates> rates) {
        var best = new HashMap<Path, Key>();
        rates.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.comparingDouble(Rates::all)))
                .map(Map.Entry::getKey)
                .forEach(key -> best.put(new Path(key.source(), key.destination(), key.protocol()), key));
        return List.copyOf(best.values());
    }

    private static Edge edge(Key key, Rates rates, Map<Key, Double> p50, Map<Key, Double> p95, Map<Key, Double> p99) {
        return new Edge(
                key.source(),
                key.destination(),
                key.protocol(),
                rates.all(),
                rates.all() == 0 ? 0 : rates.failed() / rates.all(),
                p50.get(key),
                p95.get(key),
                p99.get(key));
    }

    private Map<Key, Double> latencies(List<String> queries, Instant at)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var latencies = new HashMap<Key, Double>();
        for (var query : queries) {
            for (var series : source.instant(query, at)) {
                if (Double.isFinite(value(series))) {
                    latencies.put(key(series), value(series));
                }
            }
        }
        return latencies;
    }

    private static Key key(Series series) {
        var labels = series.labels();
        return new Key(
                label(labels, "reporter"),
                new Source(label(labels, "source_workload_namespace"), label(labels, "source_workload")),
                new Destination(
                        namespace(labels),
                        label(labels, "destination_service_name"),
                        label(labels, "destination_workload"),
                        label(labels, "destination_canonical_revision")),
                label(labels, "request_protocol"));
    }

    /// A request that reached no workload has the namespace of its service.
    private static String namespace(Map<String, String> labels) {
        var ofWorkload = label(labels, "destination_workload_namespace");
        return ofWorkload.equals(UNKNOWN) ? label(labels, "destination_service_namespace") : ofWorkload;
    }

    private static String label(Map<String, String> labels, String name) {
        var value = labels.get(name);
        return value == null || value.isBlank() ? UNKNOWN : value;
    }

    private static Rates rates(Series series) {
        var rate = Double.isFinite(value(series)) ? value(series) : 0.0;
        return new Rates(rate, isFailed(series.labels()) ? rate : 0.0);
    }

    private static boolean isFailed(Map<String, String> labels) {
        @Nullable String code = labels.get("response_code");
        @Nullable String grpc = labels.get("grpc_response_status");
        return code != null && (code.startsWith("5") || code.equals("0"))
                || grpc != null && GRPC_FAILURES.contains(grpc);
    }

    private static double value(Series series) {
        return series.points().isEmpty()
                ? Double.NaN
                : series.points().getLast().value();
    }
}
