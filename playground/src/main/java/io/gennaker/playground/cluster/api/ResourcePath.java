package io.gennaker.playground.cluster.api;

import io.gennaker.playground.cluster.kinds.Kind;
import io.gennaker.playground.cluster.kinds.KindCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a path such as `/apis/apps/v1/namespaces/default/deployments/shop/status` names.
///
/// @param namespace null when all namespaces are meant or the kind has none
/// @param name empty for the collection
/// @param subresource empty for the object itself
record ResourcePath(Kind kind, String version, @Nullable String namespace, String name, String subresource) {

    private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

    static Optional<ResourcePath> parse(String path, KindCatalog kinds) {
        var parts = new ArrayList<>(List.of(path.substring(1).split("/")));
        var core = parts.getFirst().equals("api");
        if (!core && !parts.getFirst().equals("apis")) {
            return Optional.empty();
        }
        parts.removeFirst();
        if (parts.size() < (core ? 2 : 3)) {
            return Optional.empty();
        }
        var group = core ? "" : parts.removeFirst();
        return resource(group, parts.removeFirst(), parts, kinds);
    }

    private static Optional<ResourcePath> resource(
            String group, String version, List<String> parts, KindCatalog kinds) {
        String namespace = null;
        if (parts.size() >= 3
                && parts.getFirst().equals("namespaces")
                && !NAMESPACE_SUBRESOURCES.contains(parts.get(2))) {
            namespace = parts.get(1);
            parts = parts.subList(2, parts.size());
        }
        var kind = kinds.find(group, version, parts.getFirst());
        if (kind.isEmpty()
                || parts.size() > 3
                || (namespace != null && !kind.get().namespaced())) {
            return Optional.empty();
        }
        return Optional.of(new ResourcePath(
                kind.get(),
                version,
                namespace,
                parts.size() > 1 ? parts.get(1) : "",
                parts.size() > 2 ? parts.get(2) : ""));
    }

    /// The namespace in the form of keys.
    String namespaceOrNone() {
        return namespace == null ? "" : namespace;
    }

    String apiVersion() {
        return kind.apiVersion(version);
    }
}
