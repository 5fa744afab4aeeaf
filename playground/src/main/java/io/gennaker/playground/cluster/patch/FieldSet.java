package io.gennaker.playground.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A set of fields of an object, as a tree whose edges are named as in Kubernetes' `FieldsV1`: `f:` a field, `k:` an
/// element known by keys, `v:` an element of a set. Immutable; the two factories read an object or the wire form.
public final class FieldSet {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final FieldSet EMPTY = new FieldSet(false, new TreeMap<>());
    static final FieldSet LEAF = new FieldSet(true, new TreeMap<>());

    private final boolean member;
    private final NavigableMap<String, FieldSet> children;

    private FieldSet(boolean member, NavigableMap<String, FieldSet> children) {
        this.member = member;
        this.children = children;
    }

    /// Collects the children of one node; empty children are left out.
    static final class Builder {
        private final NavigableMap<String, FieldSet> children = new TreeMap<>();
        private boolean member;

        Builder member() {
            member = true;
            return this;
        }

        Builder add(String edge, FieldSet child) {
            if (!child.isEmpty()) {
                children.merge(edge, child, FieldSet::union);
            }
            return this;
        }

        FieldSet build() {
            return member || !children.isEmpty() ? new FieldSet(member, children) : EMPTY;
        }
    }

    /// Reads the wire form, `{"f:spec":{"f:replicas":{}}}`.
    public static FieldSet parse(JsonNode fields) {
        var built = new Builder();
        if (fields.isEmpty()) {
            return built.member().build();
        }
        for (var entry : fields.properties()) {
            if (entry.getKey().equals(".")) {
                built.member();
            } else {
                built.add(entry.getKey(), parse(entry.getValue()));
            }
        }
        return built.build();
    }

    /// The fields that an object sets: its scalars, atomic values, empty maps, and list elements.
    public static FieldSet of(JsonNode object, Structure structure) {
        return of(object, structure, "");
    }

    static FieldSet of(JsonNode node, Structure structure, String path) {
        if (node.isObject() && !node.isEmpty() && !structure.atomicMapAt(path)) {
            var built = new Builder();
            node.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .forEach(field -> built.add(
                            "f:" + field.getKey(),
                            of(field.getValue(), structure, Structure.child(path, field.getKey()))));
            return built.build();
        }
        if (node.isArray() && !node.isEmpty()) {
            var shape = structure.listAt(path);
            if (!(shape instanceof ListShape.Atomic)) {
                var built = new Builder();
                Elements.named(node, shape, path)
                        .forEach((name, element) -> built.add(name, element(element, structure, path)));
                return built.build();
            }
        }
        return LEAF;
    }

    private static FieldSet element(JsonNode element, Structure structure, String path) {
        var fields = element.isObject() ? of(element, structure, path) : EMPTY;
        return new FieldSet(true, fields.children);
    }

    /// The wire form.
    public ObjectNode toJson() {
        var node = JSON.createObjectNode();
        if (member && !children.isEmpty()) {
            node.putObject(".");
        }
        children.forEach((edge, child) -> node.set(edge, child.toJson()));
        return node;
    }

    public boolean isEmpty() {
        return !member && children.isEmpty();
    }

    boolean isMember() {
        return member;
    }

    @Nullable
    FieldSet child(String edge) {
        return children.get(edge);
    }

    Map<String, FieldSet> children() {
        return children;
    }

    public FieldSet union(FieldSet other) {
        var built = new Builder();
        if (member || other.member) {
            built.member();
        }
        children.forEach(built::add);
        other.children.forEach(built::add);
        return built.build();
    }

    public FieldSet minus(FieldSet other) {
        var built = new Builder();
        if (member && !other.member) {
            built.member();
        }
        children.forEach((edge, child) -> {
            var subtracted = other.children.get(edge);
            built.add(edge, subtracted == null ? child : child.minus(subtracted));
        });
        return built.build();
    }

    public FieldSet intersect(FieldSet other) {
        var built = new Builder();
        if (member && other.member) {
            built.member();
        }
        children.forEach((edge, child) -> {
            var match = other.children.get(edge);
            if (match != null) {
                built.add(edge, child.intersect(match));
            }
        });
        return built.build();
    }

    /// Every member as people write it: `.spec.template.spec.containers[name="shop"].image`.
    public List<String> paths() {
        var paths = new ArrayList<String>();
        collect("", paths);
        return paths;
    }

    private void collect(String prefix, List<String> paths) {
        if (member) {
            paths.add(prefix);
        }
        children.forEach((edge, child) -> child.collect(prefix + readable(edge), paths));
    }

    private static String readable(String edge) {
        var text = edge.substring(2);
        return switch (edge.charAt(0)) {
            case 'f' -> "." + text;
            case 'k' -> "[" + text.substring(1, text.length() - 1).replaceAll("\"(\\w+)\":", "$1=") + "]";
            default -> "[=" + text + "]";
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet set && member == set.member && children.equals(set.children);
    }

    @Override
    public int hashCode() {
        return children.hashCode() + (member ? 1 : 0);
    }

    @Override
    public String toString() {
        return paths().toString();
    }
}
