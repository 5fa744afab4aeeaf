package io.gennaker.deployer.plan;

import io.gennaker.contracts.FieldChange;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.contracts.ObjectChange.Effect;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.pipeline.render.SecretValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What differs between objects before and after a write, field by field, for people. Bounded as a whole: one message
/// carries all of it. What secrets hold is never told, only that it differs;
/// nor are environment variables that are secrets by their names.
public final class Differences {
    /// Of all fields of all objects together.
    private static final int MOST_CHARACTERS = 200_000;
    private static final int LONGEST_PATH = 1_000;
    /// Fields by which elements of a list are known again, as Kubernetes merges them.
    private static final List<String> ELEMENT_KEYS =
            List.of("name", "containerPort", "port", "mountPath", "key", "ip", "type", "topologyKey");
    private static final String HIDDEN = "(hidden)";

    private final Function<Value, String> json;
    private int characters;

    /// @param json writes a value as JSON
    public Differences(Function<Value, String> json) {
        this.json = json;
    }

    /// @param before null when there is none yet
    public ObjectChange of(@Nullable Resource before, Resource after) {
        if (before == null) {
            return change(after, Effect.CREATED, List.of());
        }
        var found = new ArrayList<FieldChange>();
        boolean secret = after.kind().equals("Secret");
        compare("", shown(before).body(), shown(after).body(), secret, found);
        return change(after, found.isEmpty() ? Effect.UNCHANGED : Effect.CHANGED, found);
    }

    public static ObjectChange removal(Resource resource) {
        return new ObjectChange(resource.apiVersion(), resource.kind(), resource.name(), Effect.REMOVED, List.of(), 0);
    }

    private ObjectChange change(Resource object, Effect effect, List<FieldChange> found) {
        var told = new ArrayList<FieldChange>();
        for (FieldChange field : found) {
            int length = field.path().length() + length(field.before()) + length(field.after());
            if (told.size() < ObjectChange.MOST_FIELDS && characters + length <= MOST_CHARACTERS) {
                characters += length;
                told.add(field);
            }
        }
        return new ObjectChange(
                object.apiVersion(), object.kind(), object.name(), effect, told, found.size() - told.size());
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /// Every write names its execution, and tools keep copies of the whole: neither is news.
    private static Resource shown(Resource resource) {
        Resource shown = Desired.asWritten(resource)
                .drop("metadata", "annotations", Marks.EXECUTION)
                .drop("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration");
        return shown.at("metadata", "annotations").fields().isEmpty() ? shown.drop("metadata", "annotations") : shown;
    }

    private void compare(String path, Value before, Value after, boolean secret, List<FieldChange> found) {
        if (before.equals(after)) {
            return;
        }
        if (secret && (path.equals("data") || path.equals("stringData"))) {
            found.add(new FieldChange(path, HIDDEN, HIDDEN));
        } else if (isVariable(before) || isVariable(after)) {
            found.add(new FieldChange(cut(path, LONGEST_PATH), hidden(before), hidden(after)));
        } else if (before instanceof Value.Fields(var old) && after instanceof Value.Fields(var young)) {
            compareEntries(path.isEmpty() ? "" : path + ".", "", old, young, secret, found);
        } else if (before instanceof Value.Items(var old) && after instanceof Value.Items(var young)) {
            compareEntries(path + "[", "]", elements(old, young, old), elements(old, young, young), secret, found);
        } else {
            found.add(new FieldChange(cut(path, LONGEST_PATH), told(before), told(after)));
        }
    }

    /// Of a container's environment: a secret by its name, with its value beside it.
    private static boolean isVariable(Value element) {
        return element.at("value").isPresent()
                && SecretValues.isNameOfOne(element.at("name").textOr(""));
    }

    private static Value masked(Value value) {
        return switch (value) {
            case Value.Items(var items) ->
                Value.of(items.stream().map(Differences::masked).toList());
            case Value.Fields variable when isVariable(variable) -> variable.put(Value.of(HIDDEN), "value");
            case Value.Fields(var entries) -> {
                var masked = new LinkedHashMap<String, Value>();
                entries.forEach((key, entry) -> masked.put(key, masked(entry)));
                yield new Value.Fields(masked);
            }
            default -> value;
        };
    }

    private static @Nullable String hidden(Value value) {
        return value.isPresent() ? HIDDEN : null;
    }

    private void compareEntries(
            String start,
            String end,
            Map<String, Value> before,
            Map<String, Value> after,
            boolean secret,
            List<FieldChange> found) {
        var keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            Value old = before.getOrDefault(key, Value.NOTHING);
            compare(start + key + end, old, after.getOrDefault(key, Value.NOTHING), secret, found);
        }
    }

    /// The elements by what names them in both lists; by their places where nothing does.
    private static Map<String, Value> elements(List<Value> before, List<Value> after, List<Value> wanted) {
        Optional<String> key = ELEMENT_KEYS.stream()
                .filter(candidate -> isNamedBy(candidate, before) && isNamedBy(candidate, after))
                .findFirst();
        var elements = new LinkedHashMap<String, Value>();
        for (int index = 0; index < wanted.size(); index++) {
            Value element = wanted.get(index);
            elements.put(key.map(name -> name + "=" + plain(element.at(name))).orElse(String.valueOf(index)), element);
        }
        return elements;
    }

    private static boolean isNamedBy(String key, List<Value> elements) {
        return elements.stream()
                                .map(element -> plain(element.at(key)))
                                .distinct()
                                .count()
                        == elements.size()
                && elements.stream().noneMatch(element -> plain(element.at(key)).isEmpty());
    }

    private static String plain(Value value) {
        return value instanceof Value.Decimal(BigDecimal number) ? number.toPlainString() : value.textOr("");
    }

    private @Nullable String told(Value value) {
        return value.isPresent() ? cut(json.apply(masked(value)), FieldChange.LONGEST_VALUE) : null;
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
    }
}
