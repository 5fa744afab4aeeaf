package io.gennaker.playground.cluster.storage;

import java.util.Comparator;

/// The address of one object in a cluster.
///
/// @param resource plural and group, as in `deployments.apps`; the plural alone for the core group
/// @param namespace empty for an object that belongs to no namespace
/// @param name the object's name, unique within resource and namespace
public record ObjectKey(String resource, String namespace, String name) implements Comparable<ObjectKey> {

    private static final Comparator<ObjectKey> ORDER = Comparator.comparing(ObjectKey::resource)
            .thenComparing(ObjectKey::namespace)
            .thenComparing(ObjectKey::name);

    public ObjectKey {
        if (resource.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "An object key needs a resource and a name, found resource='%s' name='%s'"
                            .formatted(resource, name));
        }
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? resource + "/" + name : resource + "/" + namespace + "/" + name;
    }
}
