package io.gennaker.judgement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Slack's Web API as far as it is used: takes what Slack takes, refuses what Slack refuses, and answers in its shapes.
public final class FakeSlack implements AutoCloseable {
    public static final String TOKEN = "xoxb-1234-of-the-test";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, List<ObjectNode>> channels = new ConcurrentHashMap<>();
    private final Map<String, Queue<Failure>> failures = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicLong clock = new AtomicLong();

    /// What a call comes to instead of success.
    public enum Failure {
        RATE_LIMITED,
        INTERNAL_ERROR,
        /// Slack does it, and its answer is lost.
        ANSWER_LOST
    }

    public record Call(String method, Map<String, String> arguments) {}

    public FakeSlack(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/api/", this::answer);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// A channel that the bot is a member of.
    public void channel(String id) {
        channels.put(id, new CopyOnWriteArrayList<>());
    }

    /// The next calls of a method fail, one after another.
    public void fails(String method, Failure... next) {
        failures.computeIfAbsent(method, _ -> new ConcurrentLinkedQueue<>()).addAll(List.of(next));
    }

    public List<ObjectNode> messages(String channel) {
        return List.copyOf(channels.getOrDefault(channel, List.of()));
    }

    public List<Call> calls(String method) {
        return calls.stream().filter(call -> call.method().equals(method)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestURI().getPath().substring("/api/".length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Failure failure =
                failures.getOrDefault(method, new ConcurrentLinkedQueue<>()).poll();
        if (failure == Failure.RATE_LIMITED) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            send(exchange, 429, error("ratelimited"));
            return;
        }
        JsonNode answer = failure == Failure.INTERNAL_ERROR ? error("internal_error") : checked(exchange, method, body);
        if (failure == Failure.ANSWER_LOST) {
            exchange.close();
            return;
        }
        send(exchange, 200, answer);
    }

    private JsonNode checked(HttpExchange exchange, String method, String body) {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!exchange.getRequestMethod().equals("POST") || !type.startsWith("application/x-www-form-urlencoded")) {
            return error("invalid_post_type");
        }
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return error("invalid_auth");
        }
        Map<String, String> arguments = form(body);
        calls.add(new Call(method, arguments));
        try {
            return switch (method) {
                case "chat.postMessage" -> post(arguments);
                case "chat.update" -> update(arguments);
                case "chat.postEphemeral" -> whisper(arguments);
                case "conversations.history" -> history(arguments, null);
                case "conversations.replies" -> history(arguments, arguments.get("ts"));
                case "views.open" -> open(arguments);
                default -> error("unknown_method");
            };
        } catch (IllegalArgumentException refused) {
            return error(String.valueOf(refused.getMessage()));
        }
    }

    private ObjectNode post(Map<String, String> arguments) {
        String channel = known(arguments);
        ObjectNode message = JSON.createObjectNode();
        message.put("type", "message").put("bot_id", "B0GENNAKER");
        String ts = "1700000000." + String.format("%06d", clock.incrementAndGet());
        message.put("ts", ts);
        fill(message, arguments);
        String thread = arguments.get("thread_ts");
        if (thread != null) {
            message(channel, thread, "thread_not_found");
            message.put("thread_ts", thread);
        }
        boolean broadcast = holds(arguments, "reply_broadcast");
        require(!broadcast || thread != null, "invalid_arguments");
        message.put("broadcast", broadcast);
        JsonNode metadata = json(arguments.getOrDefault("metadata", "{}"), "invalid_metadata_format");
        require(
                metadata.path("event_type").asText("").matches("[A-Za-z0-9_.]{1,255}")
                        && metadata.path("event_payload").isObject(),
                "invalid_metadata_schema");
        message.set("metadata", metadata);
        all(channel).add(message);
        ObjectNode answer = ok().put("channel", channel).put("ts", ts);
        answer.set("message", message);
        return answer;
    }

    private ObjectNode update(Map<String, String> arguments) {
        String channel = known(arguments);
        ObjectNode message = message(channel, arguments.getOrDefault("ts", ""), "message_not_found");
        fill(message, arguments);
        return ok().put("channel", channel)
                .put("ts", message.path("ts").asText())
                .put("text", "updated");
    }

    private ObjectNode whisper(Map<String, String> arguments) {
        known(arguments);
        require(arguments.getOrDefault("user", "").startsWith("U"), "user_not_in_channel");
        require(!arguments.getOrDefault("text", "").isBlank(), "no_text");
        return ok().put("message_ts", "1700000000.999999");
    }

    /// Newest first, as Slack has it; replies oldest first, with the message that begins the thread.
    private ObjectNode history(Map<String, String> arguments, @Nullable String thread) {
        String channel = known(arguments);
        boolean metadata = holds(arguments, "include_all_metadata");
        ObjectNode answer = ok().put("has_more", false);
        var found = answer.putArray("messages");
        List<ObjectNode> oldestFirst = new ArrayList<>(all(channel));
        for (ObjectNode message : thread == null ? oldestFirst.reversed() : oldestFirst) {
            String of = message.path("thread_ts").asText("");
            boolean seen = thread == null
                    ? of.isEmpty() || message.path("broadcast").asBoolean()
                    : of.equals(thread) || message.path("ts").asText().equals(thread);
            if (seen) {
                ObjectNode copy = message.deepCopy();
                if (!metadata) {
                    copy.remove("metadata");
                }
                found.add(copy);
            }
        }
        answer.putObject("response_metadata").put("next_cursor", "");
        return answer;
    }

    private static ObjectNode open(Map<String, String> arguments) {
        require(arguments.getOrDefault("trigger_id", "").matches("[0-9]+\\.[0-9]+\\.[0-9a-f]+"), "invalid_trigger_id");
        JsonNode view = json(arguments.getOrDefault("view", ""), "invalid_arguments");
        require(view.path("type").asText().equals("modal"), "invalid_arguments");
        require(view.path("callback_id").asText("").length() <= 255, "invalid_arguments");
        require(view.path("private_metadata").asText("").length() <= 3_000, "invalid_arguments");
        for (String part : List.of("title", "submit", "close")) {
            text(view.path(part), "plain_text", 24);
        }
        FakeBlocks.check(view.path("blocks"), 100, true);
        ObjectNode answer = ok();
        ((ObjectNode) view).put("id", "V0FORM");
        answer.set("view", view);
        return answer;
    }

    static void text(JsonNode text, String type, int most) {
        int length = text.path("text").asText("").length();
        require(text.path("type").asText().equals(type) && length >= 1 && length <= most, "invalid_blocks");
    }

    static void require(boolean holds, String error) {
        if (!holds) {
            throw new IllegalArgumentException(error);
        }
    }

    private static void fill(ObjectNode message, Map<String, String> arguments) {
        String text = arguments.getOrDefault("text", "");
        require(!text.isBlank(), "no_text");
        require(text.length() <= 40_000, "msg_too_long");
        JsonNode blocks = json(arguments.getOrDefault("blocks", ""), "invalid_blocks_format");
        FakeBlocks.check(blocks, 50, false);
        message.put("text", text);
        message.set("blocks", blocks);
    }

    private List<ObjectNode> all(String channel) {
        return channels.computeIfAbsent(channel, _ -> new CopyOnWriteArrayList<>());
    }

    private String known(Map<String, String> arguments) {
        String channel = arguments.getOrDefault("channel", "");
        require(channels.containsKey(channel), "channel_not_found");
        return channel;
    }

    private ObjectNode message(String channel, String ts, String error) {
        return all(channel).stream()
                .filter(message -> message.path("ts").asText().equals(ts))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(error));
    }

    private static Map<String, String> form(String body) {
        var fields = new HashMap<String, String>();
        for (String field : body.split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static boolean holds(Map<String, String> arguments, String flag) {
        String value = arguments.getOrDefault(flag, "0");
        require(List.of("0", "1", "true", "false").contains(value), "invalid_arguments");
        return value.equals("1") || value.equals("true");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text, String error) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(error, malformed);
        }
    }

    private static ObjectNode ok() {
        return JSON.createObjectNode().put("ok", true);
    }

    private static ObjectNode error(String error) {
        return JSON.createObjectNode().put("ok", false).put("error", error);
    }

    private static void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
