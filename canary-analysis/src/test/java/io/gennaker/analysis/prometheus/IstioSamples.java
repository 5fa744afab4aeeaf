package io.gennaker.analysis.prometheus;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/// Writes counters as the proxies of a mesh do, one sample each second, in OpenMetrics's text format.
final class IstioSamples {

    private static final int[] BUCKETS = {5, 10, 25, 50, 100, 250};

    private final Instant from;
    private final int seconds;
    private final Map<String, IntToDoubleFunction> requests = new LinkedHashMap<>();
    private final Map<String, Integer> latencies = new LinkedHashMap<>();
    private final Map<String, Integer> lost = new LinkedHashMap<>();

    IstioSamples(Instant from, int seconds) {
        this.from = from;
        this.seconds = seconds;
    }

    /// Requests to a workload at a steady rate.
    IstioSamples requests(String reporter, String workload, String code, String grpcStatus, double perSecond) {
        return counted(reporter, workload, code, grpcStatus, second -> perSecond * second);
    }

    /// Requests to a workload as they were counted at each second; NaN: its proxy does not show the counter then.
    IstioSamples counted(
            String reporter, String workload, String code, String grpcStatus, IntToDoubleFunction atSecond) {
        requests.put(
                labels(reporter, workload)
                        + ",response_code=\"%s\",grpc_response_status=\"%s\"".formatted(code, grpcStatus),
                atSecond);
        return this;
    }

    /// The scrape at one second fails, of all that is counted of a workload.
    IstioSamples lost(String workload, int second) {
        lost.put("destination_workload=\"" + workload + "\"", second);
        return this;
    }

    /// Ten requests a second that all take as many milliseconds.
    IstioSamples latency(String reporter, String workload, int milliseconds) {
        latencies.put(labels(reporter, workload), milliseconds);
        return this;
    }

    String text() {
        var text = new StringBuilder("# TYPE istio_requests counter\n");
        requests.forEach((labels, count) -> {
            for (var second = 0; second <= seconds; second++) {
                line(text, "istio_requests_total", labels, count.applyAsDouble(second), second);
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
        if (Double.isNaN(value) || isLost(labels, second)) {
            return;
        }
        text.append("%s{%s} %s %d\n".formatted(name, labels, value, from.getEpochSecond() + second));
    }

    private boolean isLost(String labels, int second) {
        return lost.entrySet().stream()
                .anyMatch(scrape -> scrape.getValue() == second && labels.contains(scrape.getKey()));
    }

    private static String labels(String reporter, String workload) {
        return ("reporter=\"%s\",destination_workload=\"%s\",destination_workload_namespace=\"%s\",cluster=\"production\","
                        + "destination_service=\"shop.acme.svc.cluster.local\"")
                .formatted(reporter, workload, workload.equals("unknown") ? "unknown" : "acme");
    }
}
