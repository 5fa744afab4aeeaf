package io.gennaker.deployer.resource;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where an object is: its type and its name.
///
/// @param namespace null for what belongs to the whole cluster
public record ResourceKey(
        String apiVersion, String kind, @Nullable String namespace, String name) {

    /// The API group; empty for the core group.
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /// Whether it is the same object, in whatever version of its API.
    public boolean isSameObject(ResourceKey other) {
        return group().equals(other.group())
                && kind.equals(other.kind)
                && Objects.equals(namespace, other.namespace)
                && name.equals(other.name);
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
