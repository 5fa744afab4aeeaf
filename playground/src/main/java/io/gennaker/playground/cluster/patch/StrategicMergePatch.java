package io.gennaker.playground.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Kubernetes' strategic merge patch: as a merge patch, but lists whose elements have a merge key are merged element by
/// element. The directives `$patch`, `$retainKeys`, `$setElementOrder/...` and `$deleteFromPrimitiveList/...` are
/// followed.
final class StrategicMergePatch {

    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";

    private final Structure structure;

    StrategicMergePatch(Structure structure) {
        this.structure = structure;
    }

    JsonNode apply(ObjectNode target, ObjectNode patch) {
        return mergeMap(target, patch, "");
    }

    private ObjectNode mergeMap(ObjectNode target, ObjectNode patch, String path) {
        switch (patch.path("$patch").asText("merge")) {
            case "replace" -> {
                return withoutDirectives(patch);
            }
            case "delete" -> {
                return target.objectNode();
            }
            case "merge" -> {}
            default -> throw new PatchRefused("unknown $patch directive, allowed are merge, replace, delete");
        }
        var merged = target.deepCopy();
        for (var field : patch.properties()) {
            if (!field.getKey().startsWith("$")) {
                mergeField(merged, field.getKey(), field.getValue(), path);
            }
        }
        patch.properties().forEach(field -> follow(merged, field.getKey(), field.getValue(), path));
        return merged;
    }

    private void mergeField(ObjectNode merged, String name, JsonNode value, String path) {
        var current = merged.get(name);
        var inner = Structure.child(path, name);
        if (value.isNull()) {
            merged.remove(name);
        } else if (value instanceof ObjectNode map) {
            if (map.path("$patch").asText().equals("delete")) {
                merged.remove(name);
                return;
            }
            merged.set(name, mergeMap(current instanceof ObjectNode known ? known : merged.objectNode(), map, inner));
        } else if (value instanceof ArrayNode list) {
            merged.set(name, mergeList(current instanceof ArrayNode known ? known : null, list, inner));
        } else {
            merged.set(name, value);
        }
    }

    private void follow(ObjectNode merged, String directive, JsonNode value, String path) {
        if (directive.equals("$retainKeys")) {
            var kept = new HashSet<String>();
            value.forEach(key -> kept.add(key.asText()));
            merged.properties().removeIf(field -> !kept.contains(field.getKey()));
        } else if (directive.startsWith(DELETE_VALUES)) {
            if (merged.get(directive.substring(DELETE_VALUES.length())) instanceof ArrayNode list) {
                var gone = new HashSet<JsonNode>();
                value.forEach(gone::add);
                removeIf(list, gone::contains);
            }
        } else if (directive.startsWith(ORDER)) {
            var field = directive.substring(ORDER.length());
            if (merged.get(field) instanceof ArrayNode list) {
                merged.set(field, ordered(list, value, Structure.child(path, field)));
            }
        }
    }

    private JsonNode mergeList(@Nullable ArrayNode current, ArrayNode patch, String path) {
        return switch (structure.listAt(path)) {
            case ListShape.Atomic _ -> patch.deepCopy();
            case ListShape.ValueSet _ -> mergeValues(current, patch);
            case ListShape.Keyed keyed ->
                mergeElements(current, patch, keyed.keys().getFirst(), path);
        };
    }

    private static ArrayNode mergeValues(@Nullable ArrayNode current, ArrayNode patch) {
        var merged = current == null ? patch.arrayNode() : current.deepCopy();
        var known = new HashSet<JsonNode>();
        merged.forEach(known::add);
        patch.forEach(value -> {
            if (known.add(value)) {
                merged.add(value);
            }
        });
        return merged;
    }

    private ArrayNode mergeElements(@Nullable ArrayNode current, ArrayNode patch, String key, String path) {
        for (var element : patch) {
            if (element.size() == 1 && element.path("$patch").asText().equals("replace")) {
                var replaced = patch.deepCopy();
                removeIf(replaced, one -> one.has("$patch"));
                return replaced;
            }
        }
        var merged = current == null ? patch.arrayNode() : current.deepCopy();
        for (var element : patch) {
            var name = element.get(key);
            if (name == null || !(element instanceof ObjectNode map)) {
                throw new PatchRefused(
                        "map: %s does not contain declared merge key: %s (in .%s)".formatted(element, key, path));
            }
            if (element.path("$patch").asText().equals("delete")) {
                removeIf(merged, known -> known.path(key).equals(name));
                continue;
            }
            var position = position(merged, key, name);
            if (position.isPresent()) {
                merged.set(position.get(), mergeMap((ObjectNode) merged.get(position.get()), map, path));
            } else {
                merged.add(mergeMap(merged.objectNode(), map, path));
            }
        }
        return merged;
    }

    /// Sorts a list by the order that a patch asks for; elements it does not name stay behind those it does.
    private ArrayNode ordered(ArrayNode list, JsonNode order, String path) {
        var key = structure.listAt(path) instanceof ListShape.Keyed keyed
                ? keyed.keys().getFirst()
                : null;
        var wanted = new ArrayList<JsonNode>();
        order.forEach(one -> wanted.add(key == null ? one : one.path(key)));
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(elements::add);
        elements.sort(Comparator.comparingInt(element -> {
            var rank = wanted.indexOf(key == null ? element : element.path(key));
            return rank < 0 ? Integer.MAX_VALUE : rank;
        }));
        return list.arrayNode().addAll(elements);
    }

    private static Optional<Integer> position(ArrayNode list, String key, JsonNode name) {
        for (var at = 0; at < list.size(); at++) {
            if (list.get(at).path(key).equals(name)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private static void removeIf(ArrayNode list, Predicate<JsonNode> condition) {
        var elements = list.elements();
        while (elements.hasNext()) {
            if (condition.test(elements.next())) {
                elements.remove();
            }
        }
    }

    private static ObjectNode withoutDirectives(ObjectNode patch) {
        var copy = patch.deepCopy();
        copy.properties().removeIf(field -> field.getKey().startsWith("$"));
        return copy;
    }
}
