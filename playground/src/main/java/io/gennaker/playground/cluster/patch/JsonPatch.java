package io.gennaker.playground.cluster.patch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// JSON patch, RFC 6902: a list of operations, applied in order, all or none.
final class JsonPatch {

    private static final int MOST_OPERATIONS = 10_000;

    private JsonPatch() {}

    static JsonNode apply(JsonNode target, JsonNode operations) {
        if (!operations.isArray() || operations.size() > MOST_OPERATIONS) {
            throw new PatchRefused("a JSON patch is a list of at most " + MOST_OPERATIONS + " operations");
        }
        var document = target.deepCopy();
        for (var operation : operations) {
            step(document, operation);
        }
        return document;
    }

    private static void step(JsonNode document, JsonNode operation) {
        var path = pointer(operation, "path");
        var name = operation.path("op").asText();
        switch (name) {
            case "add" -> add(document, path, value(operation));
            case "remove" -> remove(document, path);
            case "replace" -> {
                remove(document, path);
                add(document, path, value(operation));
            }
            case "copy" ->
                add(
                        document,
                        path,
                        present(document, pointer(operation, "from")).deepCopy());
            case "move" -> {
                var moved = present(document, pointer(operation, "from")).deepCopy();
                remove(document, pointer(operation, "from"));
                add(document, path, moved);
            }
            case "test" -> {
                if (!Values.same(document.at(path), value(operation))) {
                    throw new PatchRefused("testing value %s failed: found %s".formatted(path, document.at(path)));
                }
            }
            default ->
                throw new PatchRefused(
                        "unknown operation '%s', allowed are add, remove, replace, move, copy, test".formatted(name));
        }
    }

    private static void add(JsonNode document, JsonPointer path, JsonNode value) {
        var last = lastName(path);
        switch (present(document, path.head())) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array when last.equals("-") -> array.add(value);
            case ArrayNode array -> array.insert(index(last, array.size(), path), value);
            default -> throw new PatchRefused("add operation does not apply: nothing can be added at " + path);
        }
    }

    private static void remove(JsonNode document, JsonPointer path) {
        present(document, path);
        switch (present(document, path.head())) {
            case ObjectNode object -> object.remove(lastName(path));
            case ArrayNode array -> array.remove(index(lastName(path), array.size() - 1, path));
            default -> throw new PatchRefused("remove operation does not apply: nothing can be removed at " + path);
        }
    }

    private static JsonNode present(JsonNode document, JsonPointer path) {
        var found = document.at(path);
        if (found.isMissingNode()) {
            throw new PatchRefused("doc is missing path: " + path);
        }
        return found;
    }

    private static JsonNode value(JsonNode operation) {
        var value = operation.get("value");
        if (value == null) {
            throw new PatchRefused("the operation '%s' needs a value"
                    .formatted(operation.path("op").asText()));
        }
        return value.deepCopy();
    }

    private static JsonPointer pointer(JsonNode operation, String field) {
        var text = operation.path(field).asText();
        try {
            var pointer = JsonPointer.compile(text);
            if (pointer.matches()) {
                throw new PatchRefused("the whole document cannot be patched, name a field");
            }
            return pointer;
        } catch (IllegalArgumentException _) {
            throw new PatchRefused("'%s' is not a JSON pointer (field '%s')".formatted(text, field));
        }
    }

    private static String lastName(JsonPointer path) {
        return path.last().getMatchingProperty();
    }

    private static int index(String text, int most, JsonPointer path) {
        try {
            var index = Integer.parseInt(text);
            if (index >= 0 && index <= most) {
                return index;
            }
        } catch (NumberFormatException _) {
            // falls through to the refusal, which names the path
        }
        throw new PatchRefused("no list position at " + path);
    }
}
