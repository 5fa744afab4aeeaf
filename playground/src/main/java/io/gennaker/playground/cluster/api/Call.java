package io.gennaker.playground.cluster.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.gennaker.playground.cluster.objects.ApiProblem;
import io.gennaker.playground.cluster.objects.Writer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// One HTTP request to the API server and its answer.
final class Call {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BODY = 3 << 20;

    private final HttpExchange exchange;
    private final Map<String, String> query;

    Call(HttpExchange exchange) {
        this.exchange = exchange;
        this.query = parse(exchange.getRequestURI().getRawQuery());
    }

    private static Map<String, String> parse(@Nullable String raw) {
        var parameters = new HashMap<String, String>();
        if (raw != null) {
            for (var pair : raw.split("&")) {
                var sides = pair.split("=", 2);
                parameters.put(decode(sides[0]), sides.length == 2 ? decode(sides[1]) : "");
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw ApiProblem.badRequest("the query holds a broken escape: '" + text + "'");
        }
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    /// A query parameter, empty when it is not there.
    String parameter(String name) {
        return query.getOrDefault(name, "");
    }

    boolean flag(String name) {
        var value = parameter(name);
        return value.equals("true") || value.equals("1");
    }

    String header(String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    boolean wantsWebSocket() {
        return header("Upgrade").equalsIgnoreCase("websocket");
    }

    boolean wantsTable() {
        return header("Accept").contains("as=Table");
    }

    String mediaType() {
        var type = header("Content-Type");
        var end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip();
    }

    /// Who writes: as the request says, else the program it comes from.
    Writer writer(String apiVersion) {
        var manager = parameter("fieldManager");
        if (manager.isEmpty()) {
            var agent = header("User-Agent");
            var end = agent.indexOf('/');
            manager = end > 0 ? agent.substring(0, end) : "unknown";
        }
        return new Writer(manager, apiVersion, dryRun(), true);
    }

    boolean dryRun() {
        var value = parameter("dryRun");
        if (!value.isEmpty() && !value.equals("All")) {
            throw ApiProblem.badRequest(
                    "dryRun: Unsupported value: \"%s\": supported values: \"All\"".formatted(value));
        }
        return value.equals("All");
    }

    /// The body as a JSON document, from JSON or YAML.
    JsonNode body() throws IOException {
        var bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            // The rest is left unread, and so the connection ends: without a word, the client's next request on it
            // would be lost.
            header("Connection", "close");
            throw ApiProblem.tooLarge(LARGEST_BODY);
        }
        var type = mediaType();
        if (type.contains("protobuf") || type.contains("cbor")) {
            throw ApiProblem.unsupportedMediaType(type, List.of("application/json", "application/yaml"));
        }
        return type.contains("yaml") ? yaml(new String(bytes, StandardCharsets.UTF_8)) : json(bytes);
    }

    ObjectNode objectBody() throws IOException {
        if (body() instanceof ObjectNode object) {
            return object;
        }
        throw ApiProblem.badRequest("the body of the request must be an object");
    }

    private static JsonNode json(byte[] bytes) throws IOException {
        try {
            return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        } catch (JsonProcessingException broken) {
            throw ApiProblem.badRequest("the body is not JSON: " + broken.getOriginalMessage());
        }
    }

    private static JsonNode yaml(String text) {
        try {
            var settings =
                    LoadSettings.builder().setCodePointLimit(LARGEST_BODY).build();
            return JSON.valueToTree(new Load(settings).loadFromString(text));
        } catch (YamlEngineException | IllegalArgumentException broken) {
            throw ApiProblem.badRequest("the body is not YAML: " + broken.getMessage());
        }
    }

    /// Path and query, as sent.
    String where() {
        return exchange.getRequestURI().toString();
    }

    void header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    void answer(int status, JsonNode document) throws IOException {
        send(status, "application/json", JSON.writeValueAsBytes(document));
    }

    void answerText(String text) throws IOException {
        send(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /// Starts an answer whose end is not known yet.
    OutputStream stream(String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, 0);
        var body = exchange.getResponseBody();
        body.flush();
        return body;
    }
}
