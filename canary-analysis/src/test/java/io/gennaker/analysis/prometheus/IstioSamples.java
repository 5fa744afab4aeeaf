package io.gennaker.analysis.prometheus;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes counters as the proxies of a mesh do, one sample each second, in OpenMetrics's text format.
final class IstioSamples {

    private static final int[] BUCKETS = {5, 10, 25, 50, 100, 250};

    private final Instant from;
    private final int seconds;
    private final Map<String, Double> ratePerSecond = new LinkedHashMap<>();
    private final Map<String, Integer> latencies = new LinkedHashMap<>();

    IstioSamples(Instant from, int seconds) {
        this.from = from;
        this.seconds = seconds;
    }

    /// Requests to a workload at a steady rate.
    IstioSamples requests(String reporter, String workload, String code, String grpcStatus, double perSecond) {
        ratePerSecond.put(
                labels(reporter, workload)
                        + ",response_code=\"%s\",grpc_response_status=\"%s\"".formatted(code, grpcStatus),
                perSecond);
        return this;
    }

    /// Ten requests a second that all take as many milliseconds.
    IstioSamples latency(String reporter, String workload, int milliseconds) {
        latencies.put(labels(reporter, workload), milliseconds);
        return this;
    }

    String text() {
        var text = new StringBuilder("# TYPE istio_requests counter\n");
        ratePerSecond.forEach((labels, rate) -> {
            for (var second = 0; second <= seconds; second++) {
                line(text, "istio_requests_total", labels, rate * second, second);
            }
        });
        text.append("# TYPE istio_request_duration_milliseconds histogram\n");
        latencies.forEach((labels, milliseconds) -> histogram(text, labels, milliseconds));
        return text.append("# EOF\n").toString();
    }

    private void histogram(StringBuilder text, String labels, int milliseconds) {
        for (var bucket : BUCKETS) {
            for (var second = 0; second <= seconds; second++) {
                var count = milliseconds <= bucket ? 10 * second : 0;
                bucket(text, labels, String.valueOf(bucket), count, second);
            }
        }
        for (var second = 0; second <= seconds; second++) {
            bucket(text, labels, "+Inf", 10 * second, second);
        }
    }

    private void bucket(StringBuilder text, String labels, String bound, double count, int second) {
        line(text, "istio_request_duration_milliseconds_bucket", labels + ",le=\"" + bound + "\"", count, second);
    }

    private void line(StringBuilder text, String name, String labels, double value, int second) {
        text.append("%s{%s} %s %d\n".formatted(name, labels, value, from.getEpochSecond() + second));
    }

    private static String labels(String reporter, String workload) {
        return ("reporter=\"%s\",destination_workload=\"%s\",destination_workload_namespace=\"%s\",cluster=\"production\","
                        + "destination_service=\"shop.acme.svc.cluster.local\"")
                .formatted(reporter, workload, workload.equals("unknown") ? "unknown" : "acme");
    }
}
