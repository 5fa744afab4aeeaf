package io.gennaker.playground.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The record of who owns which field, as `metadata.managedFields` carries it. Immutable.
public record ManagedFields(List<Entry> entries) {

    public ManagedFields {
        entries = List.copyOf(entries);
    }

    /// How a writer came to own its fields.
    public enum Operation {
        APPLY("Apply"),
        UPDATE("Update");

        private final String text;

        Operation(String text) {
            this.text = text;
        }
    }

    /// Who wrote: one manager has an entry for each operation and subresource.
    ///
    /// @param subresource empty for a write to the object itself
    public record Owner(String manager, Operation operation, String subresource) {}

    /// What one owner owns.
    ///
    /// @param time of its last change, in RFC 3339
    public record Entry(Owner owner, String apiVersion, String time, FieldSet fields) {}

    public static ManagedFields none() {
        return new ManagedFields(List.of());
    }

    /// Reads the record of an object. Entries that name no manager, such as the `[{}]` that asks for a reset, own
    /// nothing.
    public static ManagedFields of(ObjectNode object) {
        var entries = new ArrayList<Entry>();
        for (var entry : object.path("metadata").path("managedFields")) {
            if (entry.has("manager") && entry.has("fieldsV1")) {
                entries.add(read(entry));
            }
        }
        return new ManagedFields(entries);
    }

    private static Entry read(JsonNode entry) {
        var operation =
                entry.path("operation").asText().equals(Operation.APPLY.text) ? Operation.APPLY : Operation.UPDATE;
        return new Entry(
                new Owner(
                        entry.path("manager").asText(),
                        operation,
                        entry.path("subresource").asText("")),
                entry.path("apiVersion").asText(),
                entry.path("time").asText(),
                FieldSet.parse(entry.path("fieldsV1")));
    }

    /// Writes the record into an object's metadata, or takes it out when nobody owns anything.
    public void into(ObjectNode object) {
        var metadata = object.withObject("/metadata");
        if (entries.isEmpty()) {
            metadata.remove("managedFields");
            return;
        }
        ArrayNode array = metadata.putArray("managedFields");
        for (var entry : entries) {
            var node = array.addObject();
            node.put("manager", entry.owner.manager);
            node.put("operation", entry.owner.operation.text);
            node.put("apiVersion", entry.apiVersion);
            node.put("time", entry.time);
            node.put("fieldsType", "FieldsV1");
            node.set("fieldsV1", entry.fields.toJson());
            if (!entry.owner.subresource.isEmpty()) {
                node.put("subresource", entry.owner.subresource);
            }
        }
    }

    public Optional<Entry> find(Owner owner) {
        return entries.stream().filter(entry -> entry.owner.equals(owner)).findFirst();
    }

    /// All that the others own together.
    FieldSet ownedByOthers(Owner owner) {
        return entries.stream()
                .filter(entry -> !entry.owner.equals(owner))
                .map(Entry::fields)
                .reduce(FieldSet.EMPTY, FieldSet::union);
    }

    /// The record with each other owner's fields replaced; owners left with nothing disappear.
    ManagedFields mapOthers(Owner owner, Function<FieldSet, FieldSet> change) {
        return new ManagedFields(entries.stream()
                .map(entry -> entry.owner.equals(owner)
                        ? entry
                        : new Entry(entry.owner, entry.apiVersion, entry.time, change.apply(entry.fields)))
                .filter(entry -> !entry.fields.isEmpty())
                .toList());
    }

    /// The record with one owner's fields replaced; an unchanged entry keeps its time.
    ManagedFields with(Owner owner, String apiVersion, String time, FieldSet fields) {
        var known = find(owner);
        var kept = known.isPresent()
                && known.get().fields.equals(fields)
                && known.get().apiVersion.equals(apiVersion);
        var fresh = new Entry(owner, apiVersion, kept ? known.get().time : time, fields);
        var all = new ArrayList<Entry>();
        var placed = false;
        for (var entry : entries) {
            if (entry.owner.equals(owner)) {
                placed = true;
                if (!fields.isEmpty()) {
                    all.add(fresh);
                }
            } else {
                all.add(entry);
            }
        }
        if (!placed && !fields.isEmpty()) {
            all.add(fresh);
        }
        return new ManagedFields(all);
    }
}
