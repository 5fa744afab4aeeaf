package io.gennaker.pipeline.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.pipeline.expression.Value;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What stages give to those after them: names and types by the kind of the stage.
///
/// Outputs travel as text. Those of a kind that names its own (`evaluate`, for example) say their type by their
/// form: what reads as JSON is that, all other text is text; a text that would read as JSON travels as a JSON
/// string.
public final class Outputs {
    /// Longest output in characters.
    public static final int LONGEST = 1_000;
    /// Most outputs of one stage.
    public static final int MOST = 64;

    /// Type of an output.
    public enum Type {
        TEXT,
        WHOLE,
        DECIMAL,
        /// By its form.
        ANY
    }

    private static final Map<String, Type> NONE = Map.of();
    private static final Map<String, Type> ROLLOUT = Map.of(
            "verdict", Type.TEXT,
            "score", Type.DECIMAL,
            "decidedBy", Type.TEXT,
            "choice", Type.TEXT,
            "image", Type.TEXT,
            "revision", Type.TEXT,
            "note", Type.TEXT);
    private static final Map<String, Type> AMENDED = Map.of("image", Type.TEXT, "revision", Type.TEXT);
    private static final Map<String, Map<String, Type>> BY_KIND = Map.ofEntries(
            Map.entry(
                    "deploy",
                    Map.of("image", Type.TEXT, "revision", Type.TEXT, "previousImage", Type.TEXT, "note", Type.TEXT)),
            Map.entry("analysis", Map.of("verdict", Type.TEXT, "score", Type.DECIMAL)),
            Map.entry("canary", ROLLOUT),
            Map.entry("blueGreen", ROLLOUT),
            Map.entry("rollingOut", ROLLOUT),
            Map.entry("rollback", Map.of("note", Type.TEXT)),
            Map.entry("scale", AMENDED),
            Map.entry("patch", AMENDED),
            Map.entry("restart", AMENDED),
            Map.entry(
                    "undo",
                    Map.of(
                            "undoneTo", Type.TEXT,
                            "previousImage", Type.TEXT,
                            "image", Type.TEXT,
                            "revision", Type.TEXT)),
            Map.entry("delete", Map.of("removed", Type.TEXT, "note", Type.TEXT)),
            Map.entry(
                    "find",
                    Map.of(
                            "image", Type.TEXT,
                            "wantedImage", Type.TEXT,
                            "imageId", Type.TEXT,
                            "revision", Type.TEXT,
                            "readyPods", Type.WHOLE,
                            "replicas", Type.WHOLE,
                            "mixed", Type.ANY)),
            Map.entry("judgement", Map.of("decidedBy", Type.TEXT, "choice", Type.TEXT)),
            Map.entry("notify", Map.of("message", Type.TEXT)),
            Map.entry("wait", NONE),
            Map.entry("waitUntil", NONE),
            Map.entry("check", NONE));

    /// Types of outputs of kinds that may give others, too.
    private static final Map<String, Map<String, Type>> BESIDE_OTHERS = Map.of("job", Map.of("exitCode", Type.WHOLE));
    /// Kinds of which others say their type by their form; of stages that ask people, those are the inputs.
    private static final Set<String> BY_FORM =
            Set.of("evaluate", "webhook", "pipeline", "forEach", "judgement", "canary", "blueGreen", "rollingOut");

    /// Outputs of stages that ask people, whose names no input may have.
    public static final Set<String> OF_QUESTIONS = ROLLOUT.keySet();

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern PERHAPS_JSON = Pattern.compile("(?s)(-?[0-9]|\\[|\\{|\"|true$|false$).*");

    private Outputs() {}

    /// The outputs that every stage of a kind may have; empty where it may give any.
    public static Optional<Map<String, Type>> ofKind(String kind) {
        return Optional.ofNullable(BY_KIND.get(kind));
    }

    /// The value of an output, by the type that its kind gives it.
    public static Value read(String kind, String name, String text) {
        Type usual = BY_FORM.contains(kind) ? Type.ANY : Type.TEXT;
        Map<String, Type> known = BY_KIND.getOrDefault(kind, BESIDE_OTHERS.getOrDefault(kind, NONE));
        return switch (known.getOrDefault(name, usual)) {
            case TEXT -> new Value.Text(text);
            case WHOLE, DECIMAL, ANY -> decode(text);
        };
    }

    /// The text that stands for a value.
    public static String encode(Value value) {
        if (value instanceof Value.Text text && decode(text.value()).equals(text)) {
            return text.value();
        }
        try {
            return JSON.writeValueAsString(value.toJava());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a value has a JSON form", impossible);
        }
    }

    private static Value decode(String text) {
        if (PERHAPS_JSON.matcher(text).matches()) {
            try {
                return value(JSON.readTree(text)).orElse(new Value.Text(text));
            } catch (JsonProcessingException plain) {
                return new Value.Text(text);
            }
        }
        return new Value.Text(text);
    }

    private static Optional<Value> value(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> Optional.of(new Value.Text(node.textValue()));
            case BOOLEAN -> Optional.of(new Value.Truth(node.booleanValue()));
            case NUMBER -> number(node);
            case ARRAY -> {
                var items = new ArrayList<Value>();
                node.forEach(item -> value(item).ifPresent(items::add));
                yield items.size() == node.size() ? Optional.of(new Value.Many(items)) : Optional.empty();
            }
            case OBJECT -> {
                var fields = new TreeMap<String, Value>();
                node.properties()
                        .forEach(
                                field -> value(field.getValue()).ifPresent(value -> fields.put(field.getKey(), value)));
                yield fields.size() == node.size() ? Optional.of(new Value.Named(fields)) : Optional.empty();
            }
            case NULL, MISSING, BINARY, POJO -> Optional.empty();
        };
    }

    private static Optional<Value> number(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? Optional.of(new Value.Whole(node.longValue())) : Optional.empty();
        }
        return Double.isFinite(node.doubleValue())
                ? Optional.of(new Value.Decimal(node.doubleValue()))
                : Optional.empty();
    }
}
