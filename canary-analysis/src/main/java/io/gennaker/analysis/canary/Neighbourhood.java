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
            busiest(
                            graph,
                            edge -> workloads.contains(edge.source().workload())
                                    && !workloads.contains(edge.destination().workload()),
                            edge -> List.of(
                                    edge.destination().namespace(),
                                    edge.destination().service()))
                    .forEach(callee ->
                            metrics.addAll(ofCallee(callee.getFirst(), callee.getLast(), named(callee, graph))));
        }
        if (terms.callers()) {
            busiest(
                            graph,
                            edge -> workloads.contains(edge.destination().workload())
                                    && !workloads.contains(edge.source().workload()),
                            edge -> List.of(
                                    edge.source().namespace(), edge.source().workload()))
                    .forEach(caller ->
                            metrics.addAll(ofCaller(caller.getFirst(), caller.getLast(), named(caller, graph))));
        }
        return metrics;
    }

    /// Names of those with most requests; what is outside of the mesh has none.
    private static Collection<List<String>> busiest(
            ServiceGraph graph, Predicate<Edge> concerns, Function<Edge, List<String>> names) {
        var rates = graph.edges().stream()
                .filter(concerns)
                .filter(edge -> edge.rate() > 0)
                .filter(edge -> names.apply(edge).stream()
                        .allMatch(name -> NAME.matcher(name).matches() && !name.equals("unknown")))
                .collect(Collectors.groupingBy(names, Collectors.summingDouble(Edge::rate)));
        return rates.entrySet().stream()
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

    private List<MetricSpec> ofCallee(String namespace, String service, String named) {
        var calls = ("reporter=\"source\",source_workload=\"${workload}\",source_workload_namespace=\"${namespace}\","
                        + "destination_service_name=\"%s\",destination_service_namespace=\"%s\"%s")
                .formatted(service, namespace, cluster);
        return List.of(
                metric("calls to " + named + ": errors", errors(calls)),
                metric("calls to " + named + ": p95", latency(calls)),
                metric("calls to " + named + ": number", rate(calls)));
    }

    private List<MetricSpec> ofCaller(String namespace, String workload, String named) {
        var calls = ("reporter=\"source\",source_workload=\"%s\",source_workload_namespace=\"%s\","
                        + "destination_workload=\"${workload}\",destination_workload_namespace=\"${namespace}\"%s")
                .formatted(workload, namespace, cluster);
        return List.of(
                metric("calls by " + named + ": errors", errors(calls)),
                metric("calls by " + named + ": p95", latency(calls)));
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

    private MetricSpec metric(String name, String query) {
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
                null);
    }
}
