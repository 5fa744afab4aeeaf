package io.gennaker.analysis.traffic;

import io.gennaker.analysis.metrics.QueryScope;
import io.gennaker.analysis.metrics.QueryTemplate;

/// Counts the requests of one workload's release, baseline and canary.
///
/// Asked per reporter, because the sums of the two cannot be mixed: a caller outside of the mesh is seen by one only.
public final class TrafficQueries {

    private final QueryTemplate requests;
    private final QueryTemplate unreached;

    /// @param clusterLabel name of the label that tells the clusters of one metrics store apart; empty where a store
    ///     holds one cluster only
    public TrafficQueries(String clusterLabel) {
        var cluster = clusterLabel.isEmpty() ? "" : "," + clusterLabel + "=\"${cluster}\"";
        var workload = "destination_workload=\"${workload}\",destination_workload_namespace=\"${namespace}\"" + cluster;
        requests = new QueryTemplate(
                "sum by (reporter) (increase(istio_requests_total{%s}[${window}]))".formatted(workload));
        // Such a request carries no workload, only the service it was for: the services are those the workload answers.
        unreached = new QueryTemplate(("sum(sum by (destination_service) (increase(istio_requests_total{"
                        + "reporter=\"source\",destination_workload=\"unknown\"%s}[${window}]))"
                        + " and on (destination_service) group by (destination_service) (istio_requests_total{%s}))")
                .formatted(cluster, workload));
    }

    /// Requests that reached the workload within the window, one series for each reporter.
    public String requests(QueryScope scope) {
        return requests.fill(scope);
    }

    /// Requests to the services of the workload within the window that reached no workload at all; at most one series.
    public String unreached(QueryScope scope) {
        return unreached.fill(scope);
    }
}
