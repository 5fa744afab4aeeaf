package io.gennaker.analysis.graph;

import io.gennaker.analysis.metrics.PromDuration;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The PromQL of a service graph.
///
/// Each asks for four views at once, because no reporter sees all: what the namespace's own proxies received, what they
/// sent, what others sent to its workloads, and what others sent to its services without reaching a workload. In an
/// ambient mesh waypoints report in place of the proxies.
final class GraphQueries {

    /// Label that tells the counters of one answer apart.
    static final String COUNTED = "counted";
    /// Bytes from the caller. Proxies name them from the other end: what the server received.
    static final String SENT = "sent";
    /// Bytes back to the caller.
    static final String RECEIVED = "received";

    static final String OPENED = "opened";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

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
        var from = "reporter=\"source\",source_workload_namespace!=\"" + namespace + "\",";
        this.window = PromDuration.format(window);
        this.views = List.of(
                "reporter=~\"destination|waypoint\",destination_workload_namespace=\"" + namespace + "\"" + own,
                "reporter=~\"source|waypoint\",source_workload_namespace=\"" + namespace + "\"" + own,
                from + "destination_workload_namespace=\"" + namespace + "\"" + own,
                from + "destination_workload=\"unknown\",destination_service=~\"[^.]+\\\\." + namespace + "\\\\..+\""
                        + own);
    }

    /// Requests per second of each edge and answer.
    String requests() {
        return sum("istio_requests_total", "response_code, grpc_response_status") + " > 0";
    }

    /// Milliseconds of each edge.
    String latencies(double quantile) {
        return String.format(
                Locale.ROOT,
                "histogram_quantile(%.2f, %s)",
                quantile,
                sum("istio_request_duration_milliseconds_bucket", "le"));
    }

    /// Connections opened and bytes each way, per second of each edge.
    String connections() {
        return String.join(
                " or ",
                counted("istio_tcp_connections_opened_total", OPENED),
                counted("istio_tcp_received_bytes_total", SENT),
                counted("istio_tcp_sent_bytes_total", RECEIVED));
    }

    private String counted(String metric, String what) {
        return "label_replace(%s > 0, \"%s\", \"%s\", \"\", \"\")".formatted(sum(metric, ""), COUNTED, what);
    }

    private String sum(String metric, String more) {
        var labels = more.isEmpty() ? EdgeKey.LABELS : EdgeKey.LABELS + ", " + more;
        return views.stream()
                .map(view -> "rate(%s{%s}[%s])".formatted(metric, view, window))
                .collect(Collectors.joining(" or ", "sum by (" + labels + ") (", ")"));
    }
}
