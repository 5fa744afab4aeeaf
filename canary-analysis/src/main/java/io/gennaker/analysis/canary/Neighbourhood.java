package io.gennaker.analysis.canary;

import io.gennaker.analysis.graph.ServiceGraph;
import io.gennaker.analysis.graph.ServiceGraph.Edge;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.Neighbours;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The services around a canary, as metrics that compare it with its baseline: the same neighbour is asked about
/// both, so what ails the neighbour itself concerns neither.
public final class Neighbourhood {

    static final String GROUP = "neighbours";

    private static final int MOST_OF_A_SIDE = 5;
    /// Leaves room for what is asked about it.
    private static final int LONGEST_NAME = 80;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9._-]{0,251}[a-zA-Z0-9])?");
    private static final String GRPC_FAILURES = "2|4|13|14|15";

    /// Envoy's words for a connection that did not come about: it failed, nothing was there, too many were open, no
    /// route, no cluster.
    private static final String NOT_CONNECTED = ".*(UF|UH|UO|NR|NC).*";

    private final String cluster;
    private final Neighbours terms;

    /// @param clusterLabel label that tells clusters apart; empty for none
    public Neighbourhood(String clusterLabel, Neighbours terms) {
        this.cluster = clusterLabel.isEmpty() ? "" : "," + clusterLabel + "=\"${cluster}\"";
        this.terms = terms;
    }

    /// @param workloads of release, baseline and canary
    public List<MetricSpec> metrics(ServiceGraph graph, Set<String> workloads) {
        var metrics = new ArrayList<MetricSpec>();
        if (terms.callees()) {
            busiest(graph, edge -> isCall(edge, workloads), Edge::rate, Neighbourhood::service)
                    .forEach(callee ->
                            metrics.addAll(ofCallee(callee.getFirst(), callee.getLast(), named(callee, graph))));
            busiest(graph, edge -> isCall(edge, workloads), Neighbourhood::traffic, Neighbourhood::service)
                    .forEach(callee ->
                            metrics.addAll(ofConnected(callee.getFirst(), callee.getLast(), named(callee, graph))));
        }
        if (terms.callers()) {
            busiest(
                            graph,
                            edge -> workloads.contains(edge.destination().workload())
                                    && !workloads.contains(edge.source().workload()),
                            Edge::rate,
                            edge -> List.of(
                                    edge.source().namespace(), edge.source().workload()))
                    .forEach(caller ->
                            metrics.addAll(ofCaller(caller.getFirst(), caller.getLast(), named(caller, graph))));
        }
        return metrics;
    }

    private static boolean isCall(Edge edge, Set<String> workloads) {
        return workloads.contains(edge.source().workload())
                && !workloads.contains(edge.destination().workload());
    }

    private static List<String> service(Edge edge) {
        return List.of(edge.destination().namespace(), edge.destination().service());
    }

    /// Connections may last for days: one that carries something counts, too.
    private static double traffic(Edge edge) {
        var connections = edge.connections();
        return connections == null ? 0 : connections.opened() + connections.sent() + connections.received();
    }

    /// Names of those with most of it; what is outside of the mesh has none.
    private static Collection<List<String>> busiest(
            ServiceGraph graph,
            Predicate<Edge> concerns,
            ToDoubleFunction<Edge> amount,
            Function<Edge, List<String>> names) {
        var amounts = graph.edges().stream()
                .filter(concerns)
                .filter(edge -> amount.applyAsDouble(edge) > 0)
                .filter(edge -> names.apply(edge).stream()
                        .allMatch(name -> NAME.matcher(name).matches() && !name.equals("unknown")))
                .collect(Collectors.groupingBy(names, Collectors.summingDouble(amount)));
        return amounts.entrySet().stream()
                .sorted(Map.Entry.<List<String>, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> entry.getKey().toString()))
                .limit(MOST_OF_A_SIDE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Those of other namespaces may have the same names.
    private static String named(List<String> neighbour, ServiceGraph graph) {
        var namespace = neighbour.getFirst();
        var name = neighbour.getLast();
        var full = namespace.equals(graph.namespace()) ? name : name + " in " + namespace;
        return full.substring(0, Math.min(full.length(), LONGEST_NAME)).toLowerCase(Locale.ROOT);
    }

    private String callsTo(String namespace, String service) {
        return ("reporter=\"source\",source_workload=\"${workload}\",source_workload_namespace=\"${namespace}\","
                        + "destination_service_name=\"%s\",destination_service_namespace=\"%s\"%s")
                .formatted(service, namespace, cluster);
    }

    private List<MetricSpec> ofCallee(String namespace, String service, String named) {
        var calls = callsTo(namespace, service);
        return List.of(
                metric("calls to " + named + ": errors", "%", errors(calls)),
                metric("calls to " + named + ": p95", "ms", latency(calls)),
                metric("calls to " + named + ": number", "/s", rate(calls)));
    }

    /// What is only connected to has no answers that could be wrong or late: the caller's proxy tells which connections
    /// came to nothing.
    private List<MetricSpec> ofConnected(String namespace, String service, String named) {
        var calls = callsTo(namespace, service);
        var closed = "sum(rate(istio_tcp_connections_closed_total{%s}[${window}]))";
        return List.of(
                metric(
                        "connections to " + named + ": failures",
                        "%",
                        "100 * (%s or vector(0)) / %s"
                                .formatted(
                                        closed.formatted(calls + ",response_flags=~\"" + NOT_CONNECTED + "\""),
                                        closed.formatted(calls))),
                metric(
                        "connections to " + named + ": number",
                        "/s",
                        "sum(rate(istio_tcp_connections_opened_total{%s}[${window}]))".formatted(calls)),
                metric(
                        "connections to " + named + ": bytes",
                        "B/s",
                        ("sum(rate(istio_tcp_sent_bytes_total{%1$s}[${window}]))"
                                        + " + sum(rate(istio_tcp_received_bytes_total{%1$s}[${window}]))")
                                .formatted(calls)));
    }

    private List<MetricSpec> ofCaller(String namespace, String workload, String named) {
        var calls = ("reporter=\"source\",source_workload=\"%s\",source_workload_namespace=\"%s\","
                        + "destination_workload=\"${workload}\",destination_workload_namespace=\"${namespace}\"%s")
                .formatted(workload, namespace, cluster);
        return List.of(
                metric("calls by " + named + ": errors", "%", errors(calls)),
                metric("calls by " + named + ": p95", "ms", latency(calls)));
    }

    private static String rate(String calls) {
        return "sum(rate(istio_requests_total{%s}[${window}]))".formatted(calls);
    }

    private static String errors(String calls) {
        var failed = "sum(rate(istio_requests_total{%1$s,response_code=~\"5..|0\"}[${window}]) or"
                + " rate(istio_requests_total{%1$s,response_code!~\"5..|0\",grpc_response_status=~\"%2$s\"}[${window}]))";
        return "100 * (%s or vector(0)) / %s".formatted(failed.formatted(calls, GRPC_FAILURES), rate(calls));
    }

    private static String latency(String calls) {
        return "histogram_quantile(0.95, sum by (le) (rate(istio_request_duration_milliseconds_bucket{%s}[${window}])))"
                .formatted(calls);
    }

    private MetricSpec metric(String name, String unit, String query) {
        var increase = terms.allowedIncrease();
        return new MetricSpec(
                name,
                null,
                query,
                GROUP,
                MetricSpec.Direction.INCREASE,
                false,
                false,
                MetricSpec.NanStrategy.REMOVE,
                null,
                new MetricSpec.EffectSize(MetricSpec.EffectSize.Measure.MEAN_RATIO, increase, 1, increase, 1),
                null,
                null,
                null,
                null,
                unit);
    }
}
