package io.gennaker.analysis.exchange;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A small server that answers every request with what it was told.
public final class FakeServer implements AutoCloseable {

    public record Asked(String method, String path, Map<String, String> form) {}

    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Asked> asked = new ArrayList<>();
    private final List<Map<String, List<String>>> headers = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private int status = 200;
    private String body = "";
    private boolean stalls;

    public FakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void answers(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    /// Sends the headers and a part of the body, and no more.
    public void stalls() {
        stalls = true;
    }

    /// Values of a header, of the requests that had it.
    public List<String> header(String name) {
        return headers.stream()
                .flatMap(one -> one.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream())
                .toList();
    }

    public List<String> bodies() {
        return bodies;
    }

    public List<Asked> asked() {
        return asked;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(form);
        var found = new HashMap<String, List<String>>();
        exchange.getRequestHeaders().forEach((name, values) -> found.put(name.toLowerCase(Locale.ROOT), values));
        headers.add(found);
        asked.add(
                new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), fields(form)));
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, stalls ? bytes.length + 1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            if (stalls) {
                exchange.getResponseBody().flush();
                closed.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> fields(String form) {
        var fields = new HashMap<String, String>();
        for (var field : form.split("&")) {
            var parts = (field + "=").split("=", 3);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }
}
