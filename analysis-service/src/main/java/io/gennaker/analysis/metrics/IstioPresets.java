package io.gennaker.analysis.metrics;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Metrics that every workload in an Istio mesh has.
///
/// Both reporters are asked and the worse answer counts. The workload's own proxy (`destination`) never sees a request
/// that broke on the way to it; the caller's proxy (`source`) sees that, but is missing where the caller is outside of
/// the mesh.
public final class IstioPresets {

    /// Name of a preset and what it measures.
    ///
    /// @param query the query for one side; gives one series
    public record Preset(String name, Unit unit, QueryTemplate query) {}

    /// gRPC statuses that are the server's fault. Such answers travel as HTTP 200.
    private static final String GRPC_FAILURES = "2|4|13|14|15";

    private final SequencedMap<String, Preset> presets = new LinkedHashMap<>();

    /// @param clusterLabel name of the label that tells the clusters of one metrics store apart; empty where a store
    ///     holds one cluster only
    public IstioPresets(String clusterLabel) {
        var workload = selector(clusterLabel);
        add("istio-error-rate", Unit.PERCENT, errorRate(workload));
        add("istio-success-rate", Unit.PERCENT, "100 - " + errorRate(workload));
        add("istio-latency-p50", Unit.MILLISECONDS, latency("0.50", workload));
        add("istio-latency-p95", Unit.MILLISECONDS, latency("0.95", workload));
        add("istio-latency-p99", Unit.MILLISECONDS, latency("0.99", workload));
        add("istio-request-rate", Unit.PER_SECOND, "max(%s)".formatted(requestRate(workload)));
    }

    public Optional<Preset> preset(String name) {
        return Optional.ofNullable(presets.get(name));
    }

    public Set<String> names() {
        return presets.sequencedKeySet();
    }

    /// Matchers for the requests that reached one workload.
    private static String selector(String clusterLabel) {
        var matchers = "destination_workload=\"${workload}\",destination_workload_namespace=\"${namespace}\"";
        return clusterLabel.isEmpty() ? matchers : matchers + "," + clusterLabel + "=\"${cluster}\"";
    }

    /// Percentage of requests answered with 5xx, not answered at all (code 0), or failed in gRPC. No failures is 0, not
    /// nothing.
    private static String errorRate(String workload) {
        var all = requestRate(workload);
        var failed = "sum by (reporter) (rate(istio_requests_total{%1$s,response_code=~\"5..|0\"}[${window}])"
                + " or rate(istio_requests_total{%1$s,response_code!~\"5..|0\",grpc_response_status=~\"%2$s\"}[${window}]))";
        return "100 * max((%s or 0 * %s) / %s)".formatted(failed.formatted(workload, GRPC_FAILURES), all, all);
    }

    private static String requestRate(String workload) {
        return "sum by (reporter) (rate(istio_requests_total{%s}[${window}]))".formatted(workload);
    }

    private static String latency(String quantile, String workload) {
        return ("max(histogram_quantile(%s, sum by (reporter, le) "
                        + "(rate(istio_request_duration_milliseconds_bucket{%s}[${window}]))))")
                .formatted(quantile, workload);
    }

    private void add(String name, Unit unit, String query) {
        presets.put(name, new Preset(name, unit, new QueryTemplate(query)));
    }
}
