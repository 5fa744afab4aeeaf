package io.gennaker.playground.mesh;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// Istio's request metrics of one cluster, as a gateway (reporter `source`) and the pods' sidecars (reporter
/// `destination`) would count them.
public final class RequestMetrics {

    private static final String UNKNOWN = "unknown";

    /// The upper bounds of Istio's duration histogram, in milliseconds.
    private static final double[] BUCKETS = {
        0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
        3_600_000
    };

    private final String cluster;
    private final Map<Series, Counts> series = new ConcurrentHashMap<>();

    public RequestMetrics(String cluster) {
        this.cluster = cluster;
    }

    /// What tells two time series of one cluster apart.
    private record Series(
            String reporter,
            String destinationWorkload,
            String destinationWorkloadNamespace,
            String destinationService,
            String destinationServiceName,
            String destinationServiceNamespace,
            String destinationVersion,
            String destinationApplication,
            String destinationCanonicalService,
            String destinationCanonicalRevision,
            int responseCode,
            String responseFlags) {}

    private static final class Counts {
        private final LongAdder requests = new LongAdder();
        private final DoubleAdder milliseconds = new DoubleAdder();
        private final LongAdder[] buckets = new LongAdder[BUCKETS.length];

        Counts() {
            for (var at = 0; at < buckets.length; at++) {
                buckets[at] = new LongAdder();
            }
        }

        void add(double duration) {
            requests.increment();
            milliseconds.add(duration);
            for (var at = 0; at < BUCKETS.length; at++) {
                if (duration <= BUCKETS[at]) {
                    buckets[at].increment();
                    return;
                }
            }
        }
    }

    /// Counts a request that a pod answered, once as the gateway saw it and once as the pod did.
    void answered(
            ServiceName service, Endpoint endpoint, int status, double gatewayMilliseconds, double podMilliseconds) {
        count(series("source", service, endpoint, status), gatewayMilliseconds);
        count(series("destination", service, endpoint, status), podMilliseconds);
    }

    /// Counts a request that reached no pod; only the gateway knows of it.
    void refused(Decision.Refuse refusal, double milliseconds) {
        var service = refusal.service();
        count(
                new Series(
                        "source",
                        UNKNOWN,
                        UNKNOWN,
                        service.map(ServiceName::host).orElse(UNKNOWN),
                        service.map(ServiceName::name).orElse(UNKNOWN),
                        service.map(ServiceName::namespace).orElse(UNKNOWN),
                        UNKNOWN,
                        UNKNOWN,
                        UNKNOWN,
                        UNKNOWN,
                        refusal.why().status(),
                        refusal.why().flag()),
                milliseconds);
    }

    private static Series series(String reporter, ServiceName service, Endpoint endpoint, int status) {
        var application = endpoint.label("app", endpoint.workload());
        return new Series(
                reporter,
                endpoint.workload(),
                endpoint.pod().namespace(),
                service.host(),
                service.name(),
                service.namespace(),
                endpoint.version(),
                endpoint.label("app", UNKNOWN),
                endpoint.label(
                        "service.istio.io/canonical-name", endpoint.label("app.kubernetes.io/name", application)),
                endpoint.label(
                        "service.istio.io/canonical-revision",
                        endpoint.label("app.kubernetes.io/version", endpoint.label("version", "latest"))),
                status,
                "-");
    }

    private void count(Series labels, double milliseconds) {
        series.computeIfAbsent(labels, _ -> new Counts()).add(milliseconds);
    }

    /// The metrics of several clusters in Prometheus' text format; each family is described once.
    public static String text(List<RequestMetrics> clusters) {
        var text = new StringBuilder(16 << 10);
        text.append("# HELP istio_requests_total Requests, as Istio's proxies count them.\n");
        text.append("# TYPE istio_requests_total counter\n");
        clusters.forEach(metrics -> metrics.writeRequests(text));
        text.append("# HELP istio_request_duration_milliseconds Duration of requests, as Istio's proxies count it.\n");
        text.append("# TYPE istio_request_duration_milliseconds histogram\n");
        clusters.forEach(metrics -> metrics.writeDurations(text));
        return text.toString();
    }

    private void writeRequests(StringBuilder text) {
        series.forEach((labels, counts) -> text.append("istio_requests_total{")
                .append(labels(labels))
                .append("} ")
                .append(counts.requests.sum())
                .append('\n'));
    }

    private void writeDurations(StringBuilder text) {
        series.forEach((labels, counts) -> {
            var shared = labels(labels);
            var name = "istio_request_duration_milliseconds";
            var sum = 0L;
            for (var at = 0; at < BUCKETS.length; at++) {
                sum += counts.buckets[at].sum();
                writeBucket(text, name, shared, bound(BUCKETS[at]), sum);
            }
            // read after the buckets, so that it is never less than the last of them
            var all = Math.max(sum, counts.requests.sum());
            writeBucket(text, name, shared, "+Inf", all);
            text.append(name).append("_sum{").append(shared).append("} ");
            text.append(counts.milliseconds.sum()).append('\n');
            text.append(name).append("_count{").append(shared).append("} ");
            text.append(all).append('\n');
        });
    }

    private static void writeBucket(StringBuilder text, String name, String shared, String bound, long value) {
        text.append(name)
                .append("_bucket{")
                .append(shared)
                .append(",le=\"")
                .append(bound)
                .append("\"} ");
        text.append(value).append('\n');
    }

    private static String bound(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private String labels(Series one) {
        var labels = new TreeMap<String, String>();
        labels.put("cluster", cluster);
        labels.put("reporter", one.reporter);
        labels.put("source_workload", Gateway.WORKLOAD);
        labels.put("source_workload_namespace", Gateway.NAMESPACE);
        labels.put("source_app", Gateway.WORKLOAD);
        labels.put("destination_workload", one.destinationWorkload);
        labels.put("destination_workload_namespace", one.destinationWorkloadNamespace);
        labels.put("destination_service", one.destinationService);
        labels.put("destination_service_name", one.destinationServiceName);
        labels.put("destination_service_namespace", one.destinationServiceNamespace);
        labels.put("destination_version", one.destinationVersion);
        labels.put("destination_app", one.destinationApplication);
        labels.put("destination_canonical_service", one.destinationCanonicalService);
        labels.put("destination_canonical_revision", one.destinationCanonicalRevision);
        labels.put("request_protocol", "http");
        labels.put("response_code", Integer.toString(one.responseCode));
        labels.put("response_flags", one.responseFlags);
        labels.put("connection_security_policy", one.reporter.equals("destination") ? "mutual_tls" : UNKNOWN);
        var text = new StringBuilder();
        labels.forEach((name, value) -> text.append(text.isEmpty() ? "" : ",")
                .append(name)
                .append("=\"")
                .append(value)
                .append('"'));
        return text.toString();
    }
}
