package io.gennaker.deployer.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What a field manager owns of an object, as the server records it in `managedFields` (FieldsV1).
public final class OwnedFields {
    private OwnedFields() {}

    /// The union of all that `manager` owns by server-side apply.
    public static Value of(Resource resource, String manager) {
        Value owned = Value.Fields.EMPTY;
        for (Value entry : resource.at("metadata", "managedFields").items()) {
            if (entry.at("manager").is(manager) && entry.at("operation").is("Apply")) {
                owned = union(owned, entry.at("fieldsV1"));
            }
        }
        return owned;
    }

    /// All that either of the two names.
    public static Value union(Value one, Value other) {
        var merged = new LinkedHashMap<>(one.fields());
        other.fields().forEach((key, value) -> merged.merge(key, value, OwnedFields::union));
        return new Value.Fields(merged);
    }

    /// The part of `value` that `owned` names.
    ///
    /// @param parse reads the JSON inside `k:` and `v:` keys
    public static Value project(Value value, Value owned, Function<String, Value> parse) {
        if (isLeaf(owned)) {
            return value;
        }
        return switch (value) {
            case Value.Fields(var entries) -> fields(entries, owned, parse);
            case Value.Items(var values) -> items(values, owned, parse);
            case Value.Text _, Value.Decimal _, Value.Flag _, Value.Nothing _ -> value;
        };
    }

    /// `{}`, or only the mark of the node itself: the node is owned as a whole.
    private static boolean isLeaf(Value owned) {
        return owned.fields().keySet().stream().allMatch(key -> key.equals("."));
    }

    private static Value fields(Map<String, Value> entries, Value owned, Function<String, Value> parse) {
        var kept = new LinkedHashMap<String, Value>();
        entries.forEach((key, child) -> {
            Value part = owned.at("f:" + key);
            if (part.isPresent()) {
                kept.put(key, project(child, part, parse));
            }
        });
        return new Value.Fields(kept);
    }

    private static Value items(List<Value> values, Value owned, Function<String, Value> parse) {
        var kept = new ArrayList<Value>();
        for (int index = 0; index < values.size(); index++) {
            Value item = values.get(index);
            String position = "i:" + index;
            for (Map.Entry<String, Value> part : owned.fields().entrySet()) {
                String key = part.getKey();
                if (key.startsWith("k:") && isNamed(item, parse.apply(key.substring(2)))) {
                    kept.add(withKeys(project(item, part.getValue(), parse), parse.apply(key.substring(2))));
                } else if (key.equals(position)
                        || key.startsWith("v:") && parse.apply(key.substring(2)).equals(item)) {
                    kept.add(item);
                }
            }
        }
        return Value.of(kept);
    }

    private static boolean isNamed(Value item, Value keys) {
        return keys.fields().entrySet().stream()
                .allMatch(key -> item.at(key.getKey()).equals(key.getValue()));
    }

    private static Value withKeys(Value item, Value keys) {
        var complete = new LinkedHashMap<>(keys.fields());
        complete.putAll(item.fields());
        return new Value.Fields(complete);
    }
}
