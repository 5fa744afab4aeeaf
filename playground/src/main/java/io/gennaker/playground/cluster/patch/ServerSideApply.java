package io.gennaker.playground.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Server-side apply and the book-keeping of ownership, after the rules of Kubernetes'
/// structured-merge-diff: an applied configuration is merged into the live object; a field whose value would change
/// while another manager owns it is a conflict; fields that the same manager applied before and no longer mentions
/// go away unless somebody else owns them too; plain writes take over what they change.
public final class ServerSideApply {

    private static final List<String> NEVER_OWNED_METADATA = List.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink",
            "managedFields",
            "generateName");

    private final Structure structure;
    private final ManagedFields.Owner owner;
    private final String apiVersion;
    private final String time;

    /// @param time now, in RFC 3339
    public ServerSideApply(Structure structure, ManagedFields.Owner owner, String apiVersion, String time) {
        this.structure = structure;
        this.owner = owner;
        this.apiVersion = apiVersion;
        this.time = time;
    }

    /// An object after a write, and who owns what of it.
    public record Outcome(ObjectNode object, ManagedFields managers) {}

    /// Merges a configuration into the live object.
    ///
    /// @param live the object as it is; of a new object, only its identity
    /// @throws FieldConflict when others own fields it would change, unless `force`
    /// @throws PatchRefused when a list of the configuration cannot be merged
    public Outcome apply(ObjectNode live, ManagedFields managers, ObjectNode configuration, boolean force) {
        var applied = ownable(FieldSet.of(configuration, structure));
        var merged = (ObjectNode) merge(live, configuration, "");

        var changed = ownable(Comparison.between(live, merged, structure).changed());
        var conflicts = conflicts(managers, changed);
        if (!conflicts.isEmpty() && !force) {
            throw new FieldConflict(conflicts);
        }
        var others = managers.mapOthers(owner, fields -> fields.minus(changed));

        var before = managers.find(owner).map(ManagedFields.Entry::fields).orElse(FieldSet.EMPTY);
        var kept = applied.union(others.ownedByOthers(owner));
        prune(merged, before.minus(applied), kept, "");
        return new Outcome(merged, others.with(owner, apiVersion, time, applied));
    }

    /// Records a plain write (create, replace, patch): its writer owns what it changed, and nobody owns what is gone.
    public ManagedFields recordUpdate(ObjectNode before, ObjectNode after, ManagedFields managers) {
        var comparison = Comparison.between(before, after, structure);
        var changed = ownable(comparison.changed());
        var lost = changed.union(comparison.removed());
        var own = managers.find(owner).map(ManagedFields.Entry::fields).orElse(FieldSet.EMPTY);
        var others = managers.mapOthers(owner, fields -> fields.minus(lost));
        if (changed.isEmpty() && own.minus(comparison.removed()).equals(own)) {
            return others;
        }
        return others.with(
                owner, apiVersion, time, own.minus(comparison.removed()).union(changed));
    }

    private List<FieldConflict.Contested> conflicts(ManagedFields managers, FieldSet changed) {
        var contested = new ArrayList<FieldConflict.Contested>();
        for (var entry : managers.entries()) {
            if (entry.owner().equals(owner)) {
                continue;
            }
            var message = "conflict with \"%s\"".formatted(entry.owner().manager())
                    + (entry.owner().subresource().isEmpty()
                            ? ""
                            : " with subresource \"%s\"".formatted(entry.owner().subresource()))
                    + (entry.owner().operation() == ManagedFields.Operation.UPDATE
                            ? " using " + entry.apiVersion()
                            : "");
            entry.fields()
                    .intersect(changed)
                    .paths()
                    .forEach(path -> contested.add(new FieldConflict.Contested(message, path)));
        }
        return contested;
    }

    private JsonNode merge(JsonNode live, JsonNode wanted, String path) {
        if (live.isObject() && wanted.isObject() && !structure.atomicMapAt(path)) {
            var merged = ((ObjectNode) live).deepCopy();
            for (var field : wanted.properties()) {
                var value = field.getValue();
                if (value.isNull()) {
                    continue;
                }
                var current = merged.get(field.getKey());
                merged.set(
                        field.getKey(),
                        current == null
                                ? withoutNulls(value)
                                : merge(current, value, Structure.child(path, field.getKey())));
            }
            return merged;
        }
        if (live.isArray() && wanted.isArray()) {
            var shape = structure.listAt(path);
            if (!(shape instanceof ListShape.Atomic)) {
                return mergeLists((ArrayNode) live, wanted, shape, path);
            }
        }
        return withoutNulls(wanted);
    }

    /// Elements that the configuration names come in its order; the others keep their place before the next known one.
    private ArrayNode mergeLists(ArrayNode live, JsonNode wanted, ListShape shape, String path) {
        var present = Elements.named(live, shape, path);
        var applied = Elements.named(wanted, shape, path);
        var merged = live.arrayNode();
        var rest = new ArrayList<>(present.entrySet());
        for (var entry : applied.entrySet()) {
            var known = present.get(entry.getKey());
            if (known != null) {
                takeForeignBefore(rest, entry.getKey(), applied, merged);
            }
            merged.add(known == null ? withoutNulls(entry.getValue()) : merge(known, entry.getValue(), path));
        }
        rest.stream()
                .filter(entry -> !applied.containsKey(entry.getKey()))
                .forEach(entry -> merged.add(entry.getValue()));
        return merged;
    }

    private static void takeForeignBefore(
            List<Map.Entry<String, JsonNode>> rest, String name, Map<String, JsonNode> applied, ArrayNode into) {
        var position = 0;
        while (position < rest.size() && !rest.get(position).getKey().equals(name)) {
            position++;
        }
        if (position == rest.size()) {
            return;
        }
        rest.subList(0, position).stream()
                .filter(entry -> !applied.containsKey(entry.getKey()))
                .forEach(entry -> into.add(entry.getValue()));
        rest.subList(0, position + 1)
                .removeIf(entry ->
                        !applied.containsKey(entry.getKey()) || entry.getKey().equals(name));
    }

    /// Takes out what is in `gone`, as long as nothing at or below it is in `kept`.
    private void prune(JsonNode node, FieldSet gone, FieldSet kept, String path) {
        switch (node) {
            case ObjectNode object -> pruneMap(object, gone, kept, path);
            case ArrayNode array -> pruneList(array, gone, kept, path);
            default -> {}
        }
    }

    private void pruneMap(ObjectNode object, FieldSet gone, FieldSet kept, String path) {
        gone.children().forEach((edge, child) -> {
            var field = edge.substring(2);
            var value = object.get(field);
            if (value == null) {
                return;
            }
            var stillKept = kept.child(edge);
            if (child.isMember() && stillKept == null) {
                object.remove(field);
                return;
            }
            prune(value, child, stillKept == null ? FieldSet.EMPTY : stillKept, Structure.child(path, field));
            if (value.isContainerNode() && value.isEmpty() && stillKept == null) {
                object.remove(field);
            }
        });
    }

    private void pruneList(ArrayNode array, FieldSet gone, FieldSet kept, String path) {
        var shape = structure.listAt(path);
        if (shape instanceof ListShape.Atomic) {
            return;
        }
        var elements = array.elements();
        while (elements.hasNext()) {
            var element = elements.next();
            var name = Elements.name(element, shape, path);
            var child = gone.child(name);
            if (child == null) {
                continue;
            }
            var stillKept = kept.child(name);
            if (child.isMember() && stillKept == null) {
                elements.remove();
            } else {
                prune(element, child, stillKept == null ? FieldSet.EMPTY : stillKept, path);
            }
        }
    }

    private static JsonNode withoutNulls(JsonNode node) {
        var copy = node.deepCopy();
        dropNulls(copy);
        return copy;
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        node.forEach(ServerSideApply::dropNulls);
    }

    /// Identity and book-keeping belong to the server.
    private static FieldSet ownable(FieldSet fields) {
        var ownable = new FieldSet.Builder();
        fields.children().forEach((edge, child) -> {
            switch (edge) {
                case "f:apiVersion", "f:kind" -> {}
                case "f:metadata" -> ownable.add(edge, ownableMetadata(child));
                default -> ownable.add(edge, child);
            }
        });
        return ownable.build();
    }

    private static FieldSet ownableMetadata(FieldSet metadata) {
        var ownable = new FieldSet.Builder();
        metadata.children().forEach((edge, child) -> {
            if (!NEVER_OWNED_METADATA.contains(edge.substring(2))) {
                ownable.add(edge, child);
            }
        });
        return ownable.build();
    }
}
