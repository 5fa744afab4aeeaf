package io.gennaker.deployer.resource;

/// One operation of a JSON patch (RFC 6902).
public sealed interface PatchOperation {
    String path();

    record Test(String path, Value value) implements PatchOperation {}

    record Add(String path, Value value) implements PatchOperation {}

    record Replace(String path, Value value) implements PatchOperation {}

    record Remove(String path) implements PatchOperation {}

    /// Lets the whole patch apply only to the version of the object that was read.
    static PatchOperation onlyIfUnchanged(Resource read) {
        return new Test("/metadata/resourceVersion", Value.of(read.resourceVersion()));
    }

    /// A key as one part of a path.
    static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
