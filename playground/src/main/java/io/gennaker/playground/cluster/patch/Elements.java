package io.gennaker.playground.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Names the elements of lists the way `FieldsV1` does: `k:{"name":"shop"}` for an object known by keys, `v:"a"` for a
/// scalar in a set.
final class Elements {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Keys that the API server fills in before it tells elements apart.
    private static final Map<String, JsonNode> KEY_DEFAULTS = Map.of("protocol", TextNode.valueOf("TCP"));

    private Elements() {}

    /// The elements of a list by their names, in order.
    ///
    /// @throws PatchRefused when an element lacks a key or two elements have the same name
    static Map<String, JsonNode> named(JsonNode list, ListShape shape, String path) {
        var named = new LinkedHashMap<String, JsonNode>();
        for (var element : list) {
            var name = name(element, shape, path);
            if (named.put(name, element) != null) {
                throw new PatchRefused("duplicate entries for key [%s] in .%s".formatted(name.substring(2), path));
            }
        }
        return named;
    }

    static String name(JsonNode element, ListShape shape, String path) {
        return switch (shape) {
            case ListShape.Keyed keyed -> "k:" + keys(element, keyed, path);
            case ListShape.ValueSet _ -> "v:" + text(element);
            case ListShape.Atomic _ -> throw new IllegalArgumentException("Elements of an atomic list have no names");
        };
    }

    private static String keys(JsonNode element, ListShape.Keyed keyed, String path) {
        var found = new TreeMap<String, JsonNode>();
        for (var key : keyed.keys()) {
            var value = element.has(key) ? element.get(key) : KEY_DEFAULTS.get(key);
            if (value == null || value.isNull()) {
                throw new PatchRefused(
                        "element of .%s: associative list with keys has an element that omits key field \"%s\""
                                .formatted(path, key));
            }
            found.put(key, value);
        }
        return text(JSON.valueToTree(found));
    }

    private static String text(JsonNode node) {
        return node.toString();
    }
}
