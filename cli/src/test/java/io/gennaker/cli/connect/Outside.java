package io.gennaker.cli.connect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;

/// One server that speaks as much of the APIs of a registry, Prometheus, Slack and a Git host as is asked, each for
/// those who bring its secret.
public final class Outside implements AutoCloseable {
    static final String PASSWORD = "hunter2-of-the-registry";
    static final String TOKEN = "hunter2-of-prometheus";
    static final String BOT = "xoxb-hunter2-of-slack";
    static final String GIT = "hunter2-of-git";
    private static final String GIVEN = "a-token-for-pulling";

    private final HttpServer server;

    public Outside() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::registry);
        server.createContext("/token", this::token);
        server.createContext("/api/v1/", this::prometheus);
        server.createContext("/slack/auth.test", this::slack);
        server.createContext("/git/", this::git);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void registry(HttpExchange exchange) throws IOException {
        if (!("Bearer " + GIVEN).equals(authorization(exchange))) {
            exchange.getResponseHeaders()
                    .add("WWW-Authenticate", "Bearer realm=\"" + address() + "/token\",service=\"registry\"");
            answer(exchange, 401, "{}");
        } else if (exchange.getRequestURI().getPath().equals("/v2/")) {
            answer(exchange, 200, "{}");
        } else if (exchange.getRequestURI().getPath().equals("/v2/acme/shop/tags/list")) {
            answer(exchange, 200, "{\"name\":\"acme/shop\",\"tags\":[\"v1\"]}");
        } else {
            answer(exchange, 404, "{\"errors\":[{\"code\":\"NAME_UNKNOWN\"}]}");
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        boolean known = basic("puller", PASSWORD).equals(authorization(exchange));
        answer(exchange, known ? 200 : 401, known ? "{\"token\":\"" + GIVEN + "\"}" : "{}");
    }

    private void prometheus(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean empty = (body + exchange.getRequestURI()).contains("absent_metric");
        String series = "{\"metric\":{},\"values\":[[" + Instant.now().getEpochSecond() + ",\"3\"]]}";
        boolean known = ("Bearer " + TOKEN).equals(authorization(exchange));
        answer(
                exchange,
                known ? 200 : 401,
                known
                        ? "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
                                + (empty ? "" : series) + "]}}"
                        : "{}");
    }

    private void slack(HttpExchange exchange) throws IOException {
        boolean known = ("Bearer " + BOT).equals(authorization(exchange))
                && exchange.getRequestMethod().equals("POST");
        exchange.getResponseHeaders().add("x-oauth-scopes", "chat:write,channels:history,groups:history");
        answer(
                exchange,
                200,
                known
                        ? "{\"ok\":true,\"url\":\"https://acme.slack.com/\",\"team\":\"Acme\",\"user\":\"gennaker\","
                                + "\"team_id\":\"T1\",\"user_id\":\"U1\",\"bot_id\":\"B1\"}"
                        : "{\"ok\":false,\"error\":\"invalid_auth\"}");
    }

    private void git(HttpExchange exchange) throws IOException {
        boolean known = basic("x-access-token", GIT).equals(authorization(exchange));
        boolean there =
                exchange.getRequestURI().toString().equals("/git/acme/shop.git/info/refs?service=git-upload-pack");
        exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-advertisement");
        answer(exchange, !known ? 401 : there ? 200 : 404, "001e# service=git-upload-pack\n0000");
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String authorization(HttpExchange exchange) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
    }

    /// Every secret, by the file that holds it.
    public static Map<String, String> secrets() {
        return Map.of("registry", PASSWORD, "prometheus", TOKEN, "slack", BOT, "git", GIT, "hook", "hunter2-of-hooks");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
