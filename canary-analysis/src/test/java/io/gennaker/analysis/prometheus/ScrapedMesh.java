package io.gennaker.analysis.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// The proxies of a mesh, each a target of its own for a scraping Prometheus: they count steady calls since they began,
/// in whole numbers, as proxies do. Workloads are named `namespace/name`; `unknown` is outside of the mesh and has no
/// proxy.
final class ScrapedMesh implements AutoCloseable {

    private static final int[] BUCKETS = {5, 10, 25, 50, 100, 250};
    private static final String UNKNOWN = "unknown";

    private final HttpServer server;
    private final long begun = System.nanoTime();

    /// What each proxy counts, by name and labels, with the rate per second.
    private final Map<String, Map<String, Double>> proxies = new LinkedHashMap<>();

    ScrapedMesh() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
    }

    /// Calls that are answered, which the proxies at both ends count.
    ScrapedMesh calls(String from, String to, String service, double perSecond) {
        requests("source", from, to, service, "200", perSecond);
        requests("destination", from, to, service, "200", perSecond);
        return this;
    }

    /// Calls that break on the way, which the caller's proxy alone counts.
    ScrapedMesh broken(String from, String to, String service, double perSecond) {
        requests("source", from, to, service, "503", perSecond);
        return this;
    }

    /// Connections, and the bytes that went each way.
    ScrapedMesh connections(String from, String to, String service, double opened, double there, double back) {
        for (var reporter : new String[] {"source", "destination"}) {
            var labels = labels(reporter, from, to, service, "tcp");
            count(reporter.equals("source") ? from : to, "istio_tcp_connections_opened_total" + labels, opened);
            count(reporter.equals("source") ? from : to, closed(labels, "-"), opened);
            count(reporter.equals("source") ? from : to, "istio_tcp_received_bytes_total" + labels, there);
            count(reporter.equals("source") ? from : to, "istio_tcp_sent_bytes_total" + labels, back);
        }
        return this;
    }

    /// Connections that come to nothing, which the caller's proxy alone counts.
    ScrapedMesh refused(String from, String service, double perSecond) {
        var labels = labels("source", from, "unknown/unknown", service, "tcp");
        count(from, "istio_tcp_connections_opened_total" + labels, perSecond);
        count(from, closed(labels, "UF,URX"), perSecond);
        return this;
    }

    private static String closed(String labels, String flags) {
        return "istio_tcp_connections_closed_total" + labels.replace("}", ",response_flags=\"%s\"}".formatted(flags));
    }

    ScrapedMesh start() {
        server.start();
        return this;
    }

    /// @param interval of the scraping
    String scrapeConfigs(Duration interval) {
        var targets = proxies.keySet().stream()
                .map(proxy -> """
                              - targets: ['127.0.0.1:%d']
                                labels: {__metrics_path__: '/%s', instance: '%s', cluster: production}
                        """.formatted(server.getAddress().getPort(), proxy, proxy))
                .collect(Collectors.joining());
        return """
                scrape_configs:
                  - job_name: mesh
                    scrape_interval: %1$dms
                    scrape_timeout: %1$dms
                    static_configs:
                """.formatted(interval.toMillis()) + targets;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void requests(String reporter, String from, String to, String service, String code, double perSecond) {
        var proxy = reporter.equals("source") ? from : to;
        var labels = labels(reporter, from, to, service, "http")
                .replace("}", ",response_code=\"%s\",grpc_response_status=\"\"}".formatted(code));
        count(proxy, "istio_requests_total" + labels, perSecond);
        for (var bucket : BUCKETS) {
            count(proxy, bucket(labels, String.valueOf(bucket)), bucket >= 25 ? perSecond : 0);
        }
        count(proxy, bucket(labels, "+Inf"), perSecond);
    }

    private static String bucket(String labels, String bound) {
        return "istio_request_duration_milliseconds_bucket" + labels.replace("}", ",le=\"%s\"}".formatted(bound));
    }

    private void count(String proxy, String series, double perSecond) {
        if (!proxy.equals(UNKNOWN)) {
            proxies.computeIfAbsent(proxy, _ -> new LinkedHashMap<>()).merge(series, perSecond, Double::sum);
        }
    }

    private static String labels(String reporter, String from, String to, String service, String protocol) {
        return ("{reporter=\"%s\",source_workload=\"%s\",source_workload_namespace=\"%s\","
                        + "source_canonical_service=\"%2$s\",source_canonical_revision=\"v1\","
                        + "destination_workload=\"%s\",destination_workload_namespace=\"%s\","
                        + "destination_service=\"%s.%s.svc.cluster.local\",destination_service_name=\"%6$s\","
                        + "destination_service_namespace=\"%7$s\",destination_canonical_revision=\"v2\","
                        + "request_protocol=\"%s\"}")
                .formatted(
                        reporter,
                        name(from),
                        namespace(from),
                        name(to),
                        namespace(to),
                        name(service),
                        namespace(service),
                        protocol);
    }

    private static String namespace(String workload) {
        return workload.split("/")[0];
    }

    private static String name(String workload) {
        return workload.substring(workload.indexOf('/') + 1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var seconds = (System.nanoTime() - begun) / 1e9;
        var proxy = proxies.getOrDefault(exchange.getRequestURI().getPath().substring(1), Map.of());
        var body = proxy.entrySet().stream()
                .map(series -> "%s %d\n".formatted(series.getKey(), (long) (series.getValue() * seconds)))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
