package io.gennaker.deployer.resource;

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

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
