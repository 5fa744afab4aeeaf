package io.gennaker.trigger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A registry's API: tags with digests, for those who bring a token that its own place gives for user and password.
public final class FakeRegistry implements AutoCloseable {
    public static final String USER = "puller";
    private static final String TOKEN = "t0ken";

    private final Map<String, String> digests = new ConcurrentHashMap<>();
    private volatile boolean away;
    private @Nullable HttpServer server;

    public void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::api);
        server.createContext("/token", this::token);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:"
                + Objects.requireNonNull(server).getAddress().getPort());
    }

    /// @param image path and tag, such as `acme/shop:v2`
    public void put(String image, String digest) {
        digests.put(image, digest);
    }

    void away(boolean isAway) {
        away = isAway;
    }

    private void api(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (away) {
            answer(exchange, 503, "");
        } else if (!("Bearer " + TOKEN).equals(authorization)) {
            exchange.getResponseHeaders()
                    .add(
                            "WWW-Authenticate",
                            "Bearer realm=\"" + address() + "/token\",service=\"fake\",scope=\"repository:x:pull\"");
            answer(exchange, 401, "");
        } else if (path.endsWith("/tags/list")) {
            String repository = path.substring("/v2/".length(), path.length() - "/tags/list".length());
            String tags = digests.keySet().stream()
                    .filter(image -> image.startsWith(repository + ":"))
                    .map(image -> "\"" + image.substring(repository.length() + 1) + "\"")
                    .sorted()
                    .reduce((a, b) -> a + "," + b)
                    .orElse("");
            answer(exchange, 200, "{\"name\":\"" + repository + "\",\"tags\":[" + tags + "]}");
        } else {
            String digest = digests.get(path.substring("/v2/".length()).replace("/manifests/", ":"));
            if (digest != null) {
                exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
            }
            answer(exchange, digest == null ? 404 : 200, "");
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        String login = Base64.getEncoder()
                .encodeToString((USER + ":" + WebhooksResourceConfig.SECRET).getBytes(StandardCharsets.UTF_8));
        boolean known = ("Basic " + login).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(exchange, known ? 200 : 401, known ? "{\"token\":\"" + TOKEN + "\"}" : "");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
            if (!head && bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        Objects.requireNonNull(server).stop(0);
    }
}
