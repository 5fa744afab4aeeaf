package io.gennaker.analysis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/// A Prometheus that answers by the name of the workload: `good` workloads have no errors, `bad` canaries five percent.
/// Traffic is always 80/10/10. It can be away for a while.
public final class ScriptedPrometheus implements QuarkusTestResourceLifecycleManager {

    static final AtomicBoolean AWAY = new AtomicBoolean();

    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/query_range", exchange -> answer(exchange, "matrix"));
        server.createContext("/api/v1/query", exchange -> answer(exchange, "vector"));
        server.start();
        return Map.of(
                "gennaker.prometheus.url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "gennaker.prometheus.scrape-interval",
                "100ms");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, String type) throws IOException {
        var form = fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var value = value(form.get("query"));
        var result = type.equals("vector")
                ? Map.of("metric", Map.of("reporter", "source"), "value", List.of(number(form, "time"), value))
                : Map.of("metric", Map.of(), "values", points(form, value));
        var body = JSON.writeValueAsBytes(
                Map.of("status", "success", "data", Map.of("resultType", type, "result", List.of(result))));
        try (exchange) {
            if (AWAY.get()) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String value(String query) {
        if (query.contains("increase")) {
            return query.contains("unknown") ? "0" : query.contains("shop-") ? "100" : "800";
        }
        return query.contains("bad-canary") && query.contains("response_code") ? "5" : "0";
    }

    private static List<List<Object>> points(Map<String, String> form, String value) {
        var points = new ArrayList<List<Object>>();
        for (var time = number(form, "start"); time <= number(form, "end"); time += number(form, "step")) {
            points.add(List.of(time, value));
        }
        return points;
    }

    private static double number(Map<String, String> form, String name) {
        return Double.parseDouble(form.get(name));
    }

    private static Map<String, String> fields(String form) {
        var fields = new HashMap<String, String>();
        for (var field : form.split("&")) {
            var parts = field.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }
}
