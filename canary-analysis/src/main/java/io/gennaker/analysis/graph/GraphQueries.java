package io.gennaker.analysis.graph;

import io.gennaker.analysis.metrics.PromDuration;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The PromQL of a service graph.
///
/// Three views, because no reporter sees all: what the namespace's own proxies received, what they sent, and what
/// others sent to its services without reaching a workload.
final class GraphQueries {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String EDGE = "reporter, source_workload, source_workload_namespace, destination_service_name,"
            + " destination_service_namespace, destination_workload, destination_workload_namespace,"
            + " destination_canonical_revision, request_protocol";

    private final List<String> views;
    private final String window;

    /// @param clusterLabel label that tells clusters apart; empty for none
    GraphQueries(String clusterLabel, String cluster, String namespace, Duration window) {
        for (var name : List.of(cluster, namespace)) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("cluster and namespace: found '" + name
                        + "', must be lower-case letters, digits and '-', at most 63");
            }
        }
        var own = clusterLabel.isEmpty() ? "" : "," + clusterLabel + "=\"" + cluster + "\"";
        this.window = PromDuration.format(window);
        this.views = List.of(
                "reporter=\"destination\",destination_workload_namespace=\"%s\"%s".formatted(namespace, own),
                "reporter=\"source\",source_workload_namespace=\"%s\"%s".formatted(namespace, own),
                ("reporter=\"source\",source_workload_namespace!=\"%1$s\",destination_workload=\"unknown\","
                                + "destination_service=~\"[^.]+\\\\.%1$s\\\\..+\"%2$s")
                        .formatted(namespace, own));
    }

    /// Requests per second of each edge and answer.
    List<String> requests() {
        return views.stream()
                .map(view -> "sum by (%s, response_code, grpc_response_status) (rate(istio_requests_total{%s}[%s])) > 0"
                        .formatted(EDGE, view, window))
                .toList();
    }

    /// Milliseconds of each edge.
    List<String> latencies(double quantile) {
        return views.stream()
                .map(view -> String.format(
                        Locale.ROOT,
                        "histogram_quantile(%.2f, sum by (%s, le) (rate(istio_request_duration_milliseconds_bucket{%s}[%s])))",
                        quantile,
                        EDGE,
                        view,
                        window))
                .toList();
    }
}
