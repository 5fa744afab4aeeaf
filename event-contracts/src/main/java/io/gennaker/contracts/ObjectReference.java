package io.gennaker.contracts;

/// One Kubernetes object of a task's namespace.
public record ObjectReference(String apiVersion, String kind, String name) {
    public ObjectReference {
        Check.text("apiVersion", apiVersion, 253);
        Check.text("kind", kind, 63);
        Check.text("name", name, 253);
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
