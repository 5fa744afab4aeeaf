package io.gennaker.cli.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A tiny HTTP server that answers what it was told to; what it was not told gets 404.
public final class FakeConsole implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param path as sent, with the query
    public record Request(String method, String path, String authorization, String body) {}

    /// @param hangs whether the connection stays open, silent, after the body
    private record Answer(int status, String type, String body, boolean hangs) {}

    public FakeConsole() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// Answers in order; the last one again and again.
    ///
    /// @param call method and path with query, for example `GET /api/definitions`
    public FakeConsole answer(String call, int status, String body) {
        return add(call, new Answer(status, "application/json", body, false));
    }

    /// One connection of server-sent events that then ends.
    public FakeConsole stream(String call, String... events) {
        return add(call, new Answer(200, "text/event-stream", events(events), false));
    }

    /// One connection of server-sent events that then stays open and silent.
    public FakeConsole silentStream(String call, String... events) {
        return add(call, new Answer(200, "text/event-stream", events(events), true));
    }

    private static String events(String... events) {
        return ": alive\n\n"
                + String.join(
                        "",
                        List.of(events).stream()
                                .map(event -> "event:snapshot\ndata:" + event + "\n\n")
                                .toList());
    }

    private FakeConsole add(String call, Answer answer) {
        answers.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(answer);
        return this;
    }

    public List<Request> requests() {
        return requests;
    }

    public Request lastRequest() {
        return requests.getLast();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath()
                + (exchange.getRequestURI().getRawQuery() == null
                        ? ""
                        : "?" + exchange.getRequestURI().getRawQuery());
        requests.add(new Request(
                exchange.getRequestMethod(),
                path,
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Answer answer = next(exchange.getRequestMethod() + " " + path);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), answer.hangs() ? 0 : body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
            out.flush();
            if (answer.hangs()) {
                closed.await();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer next(String call) {
        Deque<Answer> left = answers.getOrDefault(call, new ArrayDeque<>());
        synchronized (left) {
            if (left.isEmpty()) {
                return new Answer(
                        404,
                        "application/json",
                        "{\"code\":\"not-found\",\"message\":\"nothing at " + call + "\"}",
                        false);
            }
            return left.size() == 1 ? left.getFirst() : left.removeFirst();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
