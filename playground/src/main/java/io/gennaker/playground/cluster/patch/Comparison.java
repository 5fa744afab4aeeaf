package io.gennaker.playground.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/// Which fields differ between two states of an object.
///
/// @param changed fields that are new or have another value
/// @param removed fields that are gone
record Comparison(FieldSet changed, FieldSet removed) {

    static Comparison between(JsonNode before, JsonNode after, Structure structure) {
        return new Walk(structure).compare(before, after, "");
    }

    private record Walk(Structure structure) {

        Comparison compare(@Nullable JsonNode before, @Nullable JsonNode after, String path) {
            if (before == null || before.isNull()) {
                return after == null || after.isNull()
                        ? new Comparison(FieldSet.EMPTY, FieldSet.EMPTY)
                        : new Comparison(FieldSet.of(after, structure, path), FieldSet.EMPTY);
            }
            if (after == null || after.isNull()) {
                return new Comparison(FieldSet.EMPTY, FieldSet.of(before, structure, path));
            }
            if (before.isObject() && after.isObject() && !structure.atomicMapAt(path)) {
                return compareMaps(before, after, path);
            }
            if (before.isArray() && after.isArray()) {
                var shape = structure.listAt(path);
                if (!(shape instanceof ListShape.Atomic)) {
                    return compareLists(before, after, shape, path);
                }
            }
            return new Comparison(Values.same(before, after) ? FieldSet.EMPTY : FieldSet.LEAF, FieldSet.EMPTY);
        }

        private Comparison compareMaps(JsonNode before, JsonNode after, String path) {
            var fields = new LinkedHashSet<String>();
            before.fieldNames().forEachRemaining(fields::add);
            after.fieldNames().forEachRemaining(fields::add);
            var changed = new FieldSet.Builder();
            var removed = new FieldSet.Builder();
            for (var field : fields) {
                var inner = compare(before.get(field), after.get(field), Structure.child(path, field));
                changed.add("f:" + field, inner.changed);
                removed.add("f:" + field, inner.removed);
            }
            return new Comparison(changed.build(), removed.build());
        }

        private Comparison compareLists(JsonNode before, JsonNode after, ListShape shape, String path) {
            var old = Elements.named(before, shape, path);
            var fresh = Elements.named(after, shape, path);
            var changed = new FieldSet.Builder();
            var removed = new FieldSet.Builder();
            fresh.forEach((name, element) -> {
                var previous = old.get(name);
                if (previous == null) {
                    changed.add(name, added(element, path));
                } else if (element.isObject()) {
                    var inner = compareMaps(previous, element, path);
                    changed.add(name, inner.changed);
                    removed.add(name, inner.removed);
                }
            });
            old.forEach((name, element) -> {
                if (!fresh.containsKey(name)) {
                    removed.add(name, added(element, path));
                }
            });
            return new Comparison(changed.build(), removed.build());
        }

        private FieldSet added(JsonNode element, String path) {
            var fields = element.isObject() ? FieldSet.of(element, structure, path) : FieldSet.EMPTY;
            return fields.union(FieldSet.LEAF);
        }
    }
}
