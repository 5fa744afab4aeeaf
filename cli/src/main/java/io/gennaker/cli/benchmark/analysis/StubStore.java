package io.gennaker.cli.benchmark.analysis;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Speaks Prometheus's API for range queries: any query has one series of values that differ a little. Counts who asks.
final class StubStore implements AutoCloseable {
    private final HttpServer server;
    private final Duration takes;
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicLong asked = new AtomicLong();

    /// @param takes how long it thinks about each query
    StubStore(Duration takes) throws IOException {
        this.takes = takes;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/query_range", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    long asked() {
        return asked.get();
    }

    int mostAtOnce() {
        return most.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try (exchange) {
            var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Thread.sleep(takes);
            var body = matrix(number(form, "start"), number(form, "end"), number(form, "step"));
            asked.incrementAndGet();
            now.decrementAndGet();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] matrix(double start, double end, double step) {
        var values = new StringBuilder();
        var salt = 0;
        for (var time = start; time <= end; time += step) {
            values.append(values.isEmpty() ? "" : ",")
                    .append("[%d,\"%d\"]".formatted((long) time, 100 + (salt++ * 7) % 13));
        }
        return ("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":["
                        + values + "]}]}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static double number(String form, String name) {
        return Arrays.stream(form.split("&"))
                .filter(field -> field.startsWith(name + "="))
                .mapToDouble(field -> Double.parseDouble(field.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
