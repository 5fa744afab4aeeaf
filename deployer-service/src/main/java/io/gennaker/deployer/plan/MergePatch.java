package io.gennaker.deployer.plan;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/// JSON Merge Patch, RFC 7386: null removes, lists are replaced as a whole.
public final class MergePatch {
    private MergePatch() {}

    /// What makes the one object the other, as far as their writers decide.
    public static Value between(Resource from, Resource to) {
        return between(Desired.asWritten(from).body(), Desired.asWritten(to).body());
    }

    private static Value between(Value from, Value to) {
        if (!(from instanceof Value.Fields(var before)) || !(to instanceof Value.Fields(var after))) {
            return to;
        }
        var patch = new LinkedHashMap<String, Value>();
        after.forEach((key, value) -> {
            Value old = before.getOrDefault(key, Value.NOTHING);
            if (!old.equals(value)) {
                patch.put(key, between(old, value));
            }
        });
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(key -> patch.put(key, Value.NOTHING));
        return new Value.Fields(patch);
    }

    /// Whether an object is already what the patch would make of it.
    public static boolean isInForce(Value patch, Resource resource) {
        return applied(patch, resource.body()).equals(resource.body());
    }

    private static Value applied(Value patch, Value target) {
        if (!(patch instanceof Value.Fields(var changes))) {
            return patch;
        }
        var result = new LinkedHashMap<>(target.fields());
        for (Map.Entry<String, Value> change : changes.entrySet()) {
            if (change.getValue().isPresent()) {
                result.put(
                        change.getKey(),
                        applied(change.getValue(), result.getOrDefault(change.getKey(), Value.NOTHING)));
            } else {
                result.remove(change.getKey());
            }
        }
        return new Value.Fields(result);
    }
}
