package io.gennaker.playground.cluster.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.kinds.CustomKinds;
import io.gennaker.playground.cluster.kinds.Kind;
import io.gennaker.playground.cluster.kinds.KindCatalog;
import io.gennaker.playground.cluster.patch.Values;
import io.gennaker.playground.cluster.storage.ObjectKey;
import io.gennaker.playground.cluster.storage.ObjectStore;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Turns what a client sent into what is stored: identity, defaults, rules, generation, and the part that may be
/// written.
final class Admission {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final List<String> SERVER_METADATA = List.of(
            "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink");

    private final ObjectStore store;
    private final KindCatalog kinds;
    private final InstantSource clock;

    Admission(ObjectStore store, KindCatalog kinds, InstantSource clock) {
        this.store = store;
        this.kinds = kinds;
        this.clock = clock;
    }

    /// A new object as it will be stored, but for its ownership and version.
    ObjectNode prepareNew(Kind kind, String namespace, ObjectNode body, boolean fromOutside) {
        checkType(kind, body);
        checkNamespace(kind, namespace, body);
        var object = body.deepCopy();
        object.put("apiVersion", kind.storedApiVersion()).put("kind", kind.name());
        var metadata = object.withObject("/metadata");
        if (fromOutside && !metadata.path("resourceVersion").asText("").isEmpty()) {
            throw ApiProblem.badRequest("resourceVersion should not be set on objects to be created");
        }
        SERVER_METADATA.forEach(metadata::remove);
        metadata.remove(List.of("managedFields", "resourceVersion"));
        name(kind, metadata);
        if (kind.namespaced()) {
            metadata.put("namespace", namespace);
        }
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("creationTimestamp", Times.format(clock.instant()));
        if (kind.countsGenerations()) {
            metadata.put("generation", 1);
        }
        if (kind.status() && fromOutside) {
            object.remove("status");
        }
        if (kind.name().equals("CustomResourceDefinition")) {
            establish(object);
        }
        Defaults.fill(kind, object);
        ObjectRules.check(kind, object);
        return object;
    }

    private static void name(Kind kind, ObjectNode metadata) {
        var prefix = metadata.path("generateName").asText("");
        if (metadata.path("name").asText("").isEmpty()) {
            if (prefix.isEmpty()) {
                throw ApiProblem.invalid(
                        kind,
                        "",
                        List.of(new ApiProblem.Cause(
                                "FieldValueRequired",
                                "Required value: name or generateName is required",
                                "metadata.name")));
            }
            metadata.put("name", prefix + randomSuffix(5));
        }
    }

    static String randomSuffix(int length) {
        var random = ThreadLocalRandom.current();
        var suffix = new StringBuilder();
        for (var at = 0; at < length; at++) {
            suffix.append(NAME_LETTERS.charAt(random.nextInt(NAME_LETTERS.length())));
        }
        return suffix.toString();
    }

    /// A changed object as it will be stored, but for its ownership and version.
    ObjectNode prepareChange(Kind kind, ObjectNode current, ObjectNode proposed, Part part) {
        var next = part == Part.STATUS ? statusOf(current, proposed) : wholeOf(kind, current, proposed);
        next.put("apiVersion", kind.storedApiVersion());
        if (part != Part.STATUS) {
            Defaults.fill(kind, next);
            ObjectRules.check(kind, next);
            ObjectRules.checkChange(kind, current, next);
            countGeneration(kind, current, next);
        }
        return next;
    }

    private static ObjectNode statusOf(ObjectNode current, ObjectNode proposed) {
        var next = current.deepCopy();
        if (proposed.has("status")) {
            next.set("status", proposed.get("status").deepCopy());
        } else {
            next.remove("status");
        }
        return next;
    }

    private static ObjectNode wholeOf(Kind kind, ObjectNode current, ObjectNode proposed) {
        var next = proposed.deepCopy();
        next.put("kind", kind.name());
        var metadata = next.withObject("/metadata");
        var known = current.path("metadata");
        SERVER_METADATA.forEach(field -> restore(metadata, known, field));
        List.of("name", "namespace", "resourceVersion", "managedFields")
                .forEach(field -> restore(metadata, known, field));
        if (kind.status()) {
            restore(next, current, "status");
        }
        return next;
    }

    private static void restore(ObjectNode target, JsonNode source, String field) {
        if (source.has(field)) {
            target.set(field, source.get(field).deepCopy());
        } else {
            target.remove(field);
        }
    }

    private static void countGeneration(Kind kind, ObjectNode current, ObjectNode next) {
        if (kind.countsGenerations() && !Values.same(wantedIn(current), wantedIn(next))) {
            var generation = current.path("metadata").path("generation").asLong();
            next.withObject("/metadata").put("generation", generation + 1);
        }
    }

    private static ObjectNode wantedIn(ObjectNode object) {
        var wanted = JSON.createObjectNode();
        object.properties().stream()
                .filter(field ->
                        !List.of("metadata", "status", "apiVersion", "kind").contains(field.getKey()))
                .forEach(field -> wanted.set(field.getKey(), field.getValue()));
        return wanted;
    }

    /// Only what identifies an object: what a new one is compared with to find out what its writer set.
    ObjectNode identityOf(ObjectNode object) {
        var identity = JSON.createObjectNode();
        for (var field : List.of("apiVersion", "kind")) {
            if (object.has(field)) {
                identity.set(field, object.get(field));
            }
        }
        identity.putObject("metadata");
        return identity;
    }

    /// @throws ApiProblem when the proposal is of another version or pretends to be another object
    void checkIdentity(Kind kind, ObjectNode current, ObjectNode proposed) {
        var name = current.path("metadata").path("name").asText();
        var metadata = proposed.path("metadata");
        checkType(kind, proposed);
        for (var field : List.of("name", "namespace")) {
            var given = metadata.path(field).asText("");
            if (!given.isEmpty()
                    && !given.equals(current.path("metadata").path(field).asText())) {
                throw ApiProblem.badRequest("the %s of the object (%s) does not match the %s on the URL (%s)"
                        .formatted(
                                field,
                                given,
                                field,
                                current.path("metadata").path(field).asText()));
            }
        }
        var uid = metadata.path("uid").asText("");
        if (!uid.isEmpty() && !uid.equals(current.path("metadata").path("uid").asText())) {
            throw ApiProblem.conflict(
                    kind,
                    name,
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: "
                            + current.path("metadata").path("uid").asText());
        }
        var version = metadata.path("resourceVersion").asText("");
        if (!version.isEmpty()
                && !version.equals(
                        current.path("metadata").path("resourceVersion").asText())) {
            throw ApiProblem.conflict(
                    kind,
                    name,
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
    }

    /// @throws ApiProblem 400 when an applied configuration is not for the object that the path names
    void checkApplied(Kind kind, String namespace, String name, ObjectNode configuration) {
        checkType(kind, configuration);
        var metadata = configuration.path("metadata");
        if (metadata.has("managedFields") && !metadata.path("managedFields").isNull()) {
            throw ApiProblem.badRequest("metadata.managedFields must be nil");
        }
        if (!metadata.path("name").asText().equals(name)) {
            throw ApiProblem.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(metadata.path("name").asText(), name));
        }
        var given = metadata.path("namespace").asText("");
        if (kind.namespaced() && !given.isEmpty() && !given.equals(namespace)) {
            throw ApiProblem.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    /// The configuration without what the part does not reach.
    ObjectNode restrict(Kind kind, ObjectNode configuration, Part part) {
        var restricted = configuration.deepCopy();
        restricted.put("apiVersion", kind.storedApiVersion());
        if (part == Part.STATUS) {
            restricted.retain(List.of("apiVersion", "kind", "metadata", "status"));
            restricted
                    .withObject("/metadata")
                    .remove(List.of("labels", "annotations", "finalizers", "ownerReferences"));
        } else if (kind.status()) {
            restricted.remove("status");
        }
        return restricted;
    }

    private static void checkType(Kind kind, ObjectNode object) {
        var name = object.path("kind").asText("");
        if (!name.isEmpty() && !name.equals(kind.name())) {
            throw ApiProblem.badRequest(
                    "the kind of the object (%s) does not match the kind on the URL (%s)".formatted(name, kind.name()));
        }
        var apiVersion = object.path("apiVersion").asText("");
        if (!apiVersion.isEmpty()
                && kind.versions().stream().map(kind::apiVersion).noneMatch(apiVersion::equals)) {
            throw ApiProblem.badRequest("the API version in the data (%s) does not match the expected API version (%s)"
                    .formatted(apiVersion, kind.storedApiVersion()));
        }
        if (!object.path("metadata").isObject() && !object.path("metadata").isMissingNode()) {
            throw ApiProblem.badRequest("metadata must be an object");
        }
    }

    private void checkNamespace(Kind kind, String namespace, ObjectNode body) {
        if (!kind.namespaced()) {
            return;
        }
        var given = body.path("metadata").path("namespace").asText("");
        if (!given.isEmpty() && !given.equals(namespace)) {
            throw ApiProblem.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        var found = store.find(new ObjectKey("namespaces", "", namespace));
        if (found == null) {
            throw ApiProblem.notFound(kinds.builtIn("namespaces"), namespace);
        }
        if (ClusterObjects.isDeleting(found)) {
            throw ApiProblem.forbidden(
                    "unable to create new content in namespace %s because it is being terminated".formatted(namespace));
        }
    }

    private void establish(ObjectNode definition) {
        var status = definition.putObject("status");
        for (var type : List.of("NamesAccepted", "Established")) {
            status.withArray("/conditions")
                    .addObject()
                    .put("type", type)
                    .put("status", "True")
                    .put("lastTransitionTime", Times.format(clock.instant()))
                    .put("reason", type.equals("Established") ? "InitialNamesAccepted" : "NoConflicts")
                    .put("message", "accepted by the simulated cluster");
        }
        status.set("acceptedNames", definition.path("spec").path("names").deepCopy());
        CustomKinds.storedVersion(definition).ifPresent(status.withArray("/storedVersions")::add);
    }
}
