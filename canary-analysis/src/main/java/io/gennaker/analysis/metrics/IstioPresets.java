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
    /// @param counted what it counts
    public record Preset(String name, Unit unit, QueryTemplate query, Counted counted) {}

    /// gRPC statuses that are the server's fault. Such answers travel as HTTP 200.
    private static final String GRPC_FAILURES = "2|4|13|14|15";

    private final SequencedMap<String, Preset> presets = new LinkedHashMap<>();

    /// @param clusterLabel name of the label that tells the clusters of one metrics store apart; empty where a store
    ///     holds one cluster only
    public IstioPresets(String clusterLabel) {
        var workload = selector(clusterLabel);
        addRates("istio-", workload);
        addRates("istio-grpc-", workload + ",request_protocol=\"grpc\"");
        addLatency("istio-latency-p50", "0.50", workload);
        addLatency("istio-latency-p95", "0.95", workload);
        addLatency("istio-latency-p99", "0.99", workload);
        add("istio-request-rate", Unit.PER_SECOND, "max(%s)".formatted(requestRate(workload)), new Counted.Values());
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

    private void addRates(String prefix, String workload) {
        add(prefix + "error-rate", Unit.PERCENT, errorRate(workload), requests(workload, false));
        add(prefix + "success-rate", Unit.PERCENT, "100 - " + errorRate(workload), requests(workload, true));
    }

    private void addLatency(String name, String quantile, String workload) {
        var buckets = counters(
                "reporter, instance, le", "istio_request_duration_milliseconds_bucket{%s}".formatted(workload));
        add(
                name,
                Unit.MILLISECONDS,
                latency(quantile, workload),
                new Counted.Latencies(Double.parseDouble(quantile), new QueryTemplate(buckets)));
    }

    private static Counted requests(String workload, boolean inverted) {
        var unanswered = "istio_requests_total{%s,response_code=~\"5..|0\"}".formatted(workload);
        var failed = "istio_requests_total{%s,response_code!~\"5..|0\",grpc_response_status=~\"%s\"}"
                .formatted(workload, GRPC_FAILURES);
        var bad = counters("reporter, instance, response_code", unanswered)
                + " or "
                + counters("reporter, instance, grpc_response_status", failed);
        var all = counters("reporter, instance", "istio_requests_total{%s}".formatted(workload));
        return new Counted.Requests(new QueryTemplate(bad), new QueryTemplate(all), inverted);
    }

    /// Counters as they are, and where a scrape was lost what they were last: one that is missing at the begin
    /// would be taken for one that begins late. A proxy that began anew and does not show all counters yet was
    /// scraped, so what they were before is not added.
    private static String counters(String labels, String selector) {
        return "sum by (%1$s) (%2$s) or sum by (%1$s) (last_over_time(%2$s[${window}]))".formatted(labels, selector);
    }

    private void add(String name, Unit unit, String query, Counted counted) {
        presets.put(name, new Preset(name, unit, new QueryTemplate(query), counted));
    }
}
