package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A JSON object with its place in the document, so that every refusal says where.
record JsonObject(String path, JsonNode node) {

    static JsonObject root(String name, @Nullable JsonNode node) {
        if (node == null || !node.isObject()) {
            throw refusal(name, node, "a JSON object");
        }
        return new JsonObject(name, node);
    }

    /// The object of that name; an empty one where it is absent or null.
    JsonObject object(String name) {
        var child = child(name);
        var place = path + "." + name;
        if (child == null) {
            return new JsonObject(place, JsonNodeFactory.instance.objectNode());
        }
        return root(place, child);
    }

    /// The object of that name; an empty one where it is absent or something else.
    JsonObject objectOrEmpty(String name) {
        var child = node.path(name);
        return new JsonObject(path + "." + name, child.isObject() ? child : JsonNodeFactory.instance.objectNode());
    }

    /// The objects of the array of that name; none where it is absent or null.
    List<JsonObject> objects(String name) {
        var children = elements(name);
        var objects = new ArrayList<JsonObject>();
        for (var index = 0; index < children.size(); index++) {
            objects.add(root(path + "." + name + "[" + index + "]", children.get(index)));
        }
        return objects;
    }

    /// The elements of the array of that name; none where it is absent or null.
    List<JsonNode> elements(String name) {
        var child = child(name);
        if (child == null) {
            return List.of();
        }
        if (!child.isArray()) {
            throw refusal(path + "." + name, child, "an array");
        }
        var elements = new ArrayList<JsonNode>();
        child.forEach(elements::add);
        return elements;
    }

    boolean flag(String name) {
        var child = child(name);
        if (child == null) {
            return false;
        }
        if (!child.isBoolean()) {
            throw JudgeFails.wrongType(refusal(path + "." + name, child, "true or false"), child, Boolean.class);
        }
        return child.booleanValue();
    }

    String text(String name) {
        var child = child(name);
        if (child == null || !child.isTextual()) {
            throw refusal(path + "." + name, child, "text");
        }
        return child.textValue();
    }

    String text(String name, String fallback) {
        var child = child(name);
        if (child == null) {
            return fallback;
        }
        if (!child.isTextual()) {
            throw refusal(path + "." + name, child, "text");
        }
        return child.textValue();
    }

    /// What stands there, whatever its type; Kayenta cannot do that with null.
    String anyText(String name, String fallback) {
        if (!node.has(name)) {
            return fallback;
        }
        var found = node.path(name);
        if (found.isNull()) {
            throw JudgeFails.nothing(
                    path + "." + name,
                    "Cannot invoke \"Object.toString()\" because the return value of"
                            + " \"scala.Option.getOrElse(scala.Function0)\" is null");
        }
        return found.isValueNode() ? found.asText() : found.toString();
    }

    /// A number that fits an `int` or is written with a fraction: Kayenta refuses a whole number beyond that.
    double number(String name, double whenAbsent, double whenNull) {
        if (!node.has(name)) {
            return whenAbsent;
        }
        var child = child(name);
        return child == null ? whenNull : number(path + "." + name, child);
    }

    private static double number(String place, JsonNode node) {
        if (node.isInt() || node.isDouble()) {
            return node.doubleValue();
        }
        throw JudgeFails.wrongType(
                refusal(place, node, "a decimal number or a whole number of at most 32 bits"), node, Double.class);
    }

    /// A number in the typed part of Kayenta's configuration, which exports also hold as text.
    static double typedNumber(String place, @Nullable JsonNode node) {
        if (node != null && node.isNumber()) {
            return node.doubleValue();
        }
        if (node != null && node.isTextual()) {
            try {
                return Double.parseDouble(node.textValue().strip());
            } catch (NumberFormatException _) {
                throw refusal(place, node, "a number");
            }
        }
        throw refusal(place, node, "a number");
    }

    void allowOnly(Set<String> names) {
        var unknown = Stream.of(node)
                .flatMap(object -> object.propertyStream())
                .filter(property -> !names.contains(property.getKey()))
                .findFirst();
        if (unknown.isPresent()) {
            throw new IllegalArgumentException("%s: found '%s', must be one of %s"
                    .formatted(
                            path,
                            unknown.get().getKey(),
                            names.stream().sorted().toList()));
        }
    }

    private @Nullable JsonNode child(String name) {
        var child = node.get(name);
        return child == null || child.isNull() ? null : child;
    }

    static IllegalArgumentException refusal(String place, @Nullable JsonNode found, String allowed) {
        var text = found == null || found.isMissingNode() ? "nothing" : found.toString();
        var shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return new IllegalArgumentException("%s: found %s, must be %s".formatted(place, shown, allowed));
    }
}
