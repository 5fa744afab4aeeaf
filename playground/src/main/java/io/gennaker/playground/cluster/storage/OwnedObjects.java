package io.gennaker.playground.cluster.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which objects name which owner, so that nobody has to look through all of them.
final class OwnedObjects {
    private final Map<String, NavigableSet<ObjectKey>> byOwner = new HashMap<>();

    /// @param before what was stored under the key; null when there was nothing
    /// @param after what is stored from now on; null when it is gone
    void change(ObjectKey key, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        for (String owner : owners(before)) {
            var owned = byOwner.get(owner);
            if (owned != null && owned.remove(key) && owned.isEmpty()) {
                byOwner.remove(owner);
            }
        }
        for (String owner : owners(after)) {
            byOwner.computeIfAbsent(owner, _ -> new TreeSet<>()).add(key);
        }
    }

    private static List<String> owners(@Nullable ObjectNode object) {
        if (object == null) {
            return List.of();
        }
        return object.path("metadata")
                .path("ownerReferences")
                .valueStream()
                .map(reference -> reference.path("uid").asText())
                .toList();
    }

    List<ObjectKey> of(String uid) {
        var owned = byOwner.get(uid);
        return owned == null ? List.of() : List.copyOf(owned);
    }
}
