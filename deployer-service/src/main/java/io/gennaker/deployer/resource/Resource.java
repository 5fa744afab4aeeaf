package io.gennaker.deployer.resource;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Kubernetes object.
public record Resource(Value.Fields body) {
    private static final String METADATA = "metadata";

    public String apiVersion() {
        return body.at("apiVersion").textOr("");
    }

    public String kind() {
        return body.at("kind").textOr("");
    }

    public String name() {
        return body.at(METADATA, "name").textOr("");
    }

    public @Nullable String namespace() {
        return body.at(METADATA, "namespace").text();
    }

    public ResourceKey key() {
        return new ResourceKey(apiVersion(), kind(), namespace(), name());
    }

    public String uid() {
        return body.at(METADATA, "uid").textOr("");
    }

    public String resourceVersion() {
        return body.at(METADATA, "resourceVersion").textOr("");
    }

    public int generation() {
        return body.at(METADATA, "generation").numberOr(0);
    }

    public Map<String, String> labels() {
        return body.at(METADATA, "labels").texts();
    }

    public @Nullable String label(String name) {
        return body.at(METADATA, "labels", name).text();
    }

    public @Nullable String annotation(String name) {
        return body.at(METADATA, "annotations", name).text();
    }

    /// Whether its removal has begun.
    public boolean isTerminating() {
        return body.at(METADATA, "deletionTimestamp").isPresent();
    }

    /// As the server says, by the second; false where it does not say.
    public boolean isCreatedAfter(Instant moment) {
        try {
            return Instant.parse(body.at(METADATA, "creationTimestamp").textOr(""))
                    .isAfter(moment);
        } catch (DateTimeParseException unknown) {
            return false;
        }
    }

    /// Whether the object with this uid made it.
    public boolean isOwnedBy(String uid) {
        return body.at(METADATA, "ownerReferences").items().stream()
                .anyMatch(owner -> owner.at("uid").is(uid));
    }

    public Value at(String... path) {
        return body.at(path);
    }

    public Resource put(Value leaf, String... path) {
        return new Resource(body.put(leaf, path));
    }

    public Resource drop(String... path) {
        return new Resource(body.drop(path));
    }

    public Resource withNamespace(String namespace) {
        return put(Value.of(namespace), METADATA, "namespace");
    }

    public Resource withLabel(String name, String value) {
        return put(Value.of(value), METADATA, "labels", name);
    }

    public Resource withAnnotation(String name, String value) {
        return put(Value.of(value), METADATA, "annotations", name);
    }

    @Override
    public String toString() {
        return key().toString();
    }
}
