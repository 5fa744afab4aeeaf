package io.gennaker.playground.cluster.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.kinds.CustomKinds;
import io.gennaker.playground.cluster.kinds.Kind;
import io.gennaker.playground.cluster.kinds.KindCatalog;
import io.gennaker.playground.cluster.patch.FieldConflict;
import io.gennaker.playground.cluster.patch.ManagedFields;
import io.gennaker.playground.cluster.patch.PatchRefused;
import io.gennaker.playground.cluster.patch.ServerSideApply;
import io.gennaker.playground.cluster.patch.Structure;
import io.gennaker.playground.cluster.patch.Values;
import io.gennaker.playground.cluster.storage.ObjectKey;
import io.gennaker.playground.cluster.storage.ObjectStore;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads and writes a cluster's objects by the rules of the Kubernetes API. Every write is one step under the store's
/// lock: read, change, admit, record ownership, store. Objects handed out are shared and must not be modified.
public final class ClusterObjects {

    private final ObjectStore store;
    private final KindCatalog kinds;
    private final InstantSource clock;
    private final Admission admission;
    private final Deletions deletions;
    private final Quotas quotas;

    /// An object after an apply.
    ///
    /// @param created whether there was none before
    public record Applied(ObjectNode object, boolean created) {}

    public ClusterObjects(ObjectStore store, KindCatalog kinds, InstantSource clock) {
        this.store = store;
        this.kinds = kinds;
        this.clock = clock;
        this.admission = new Admission(store, kinds, clock);
        this.quotas = new Quotas(store);
        this.deletions = new Deletions(store, kinds, clock);
        for (var definition : store.list("customresourcedefinitions.apiextensions.k8s.io", null)
                .objects()) {
            kinds.add(CustomKinds.read(definition));
        }
    }

    public KindCatalog kinds() {
        return kinds;
    }

    public @Nullable ObjectNode find(ObjectKey key) {
        return store.find(key);
    }

    /// @throws ApiProblem 404 when there is no such object
    public ObjectNode read(Kind kind, String namespace, String name) {
        var found = store.find(kind.key(namespace, name));
        if (found == null) {
            throw ApiProblem.notFound(kind, name);
        }
        return found;
    }

    /// The objects that both selectors choose, of one namespace or (null) of all.
    public ObjectStore.Listing list(Kind kind, @Nullable String namespace, LabelSelector labels, FieldSelector fields) {
        var all = store.list(kind.resource(), namespace);
        return new ObjectStore.Listing(
                all.version(),
                all.objects().stream()
                        .filter(object -> labels.matches(object) && fields.matches(object))
                        .toList());
    }

    /// @throws ApiProblem 409 when the name is taken, 404 without the namespace, 422 when the object is not valid
    public ObjectNode create(Kind kind, String namespace, ObjectNode body, Writer writer) {
        return store.exclusively(() -> {
            var object = admission.prepareNew(kind, namespace, body, writer.recorded());
            var name = object.path("metadata").path("name").asText();
            if (store.find(kind.key(namespace, name)) != null) {
                throw ApiProblem.alreadyExists(kind, name);
            }
            quotas.check(kind, namespace, object);
            if (writer.recorded()) {
                var identity = admission.identityOf(object);
                ownership(kind, writer, Part.WHOLE, ManagedFields.Operation.UPDATE)
                        .recordUpdate(identity, object, ManagedFields.none())
                        .into(object);
            }
            return storeNew(kind, namespace, object, writer);
        });
    }

    /// Changes one part of an object.
    ///
    /// @param change makes the proposed object of the current one, which it must not modify
    /// @throws ApiProblem 404, 409 when the proposal was made of another version, 422 when it is not valid
    public ObjectNode change(
            Kind kind, String namespace, String name, Part part, Writer writer, UnaryOperator<ObjectNode> change) {
        return store.exclusively(() -> {
            var current = read(kind, namespace, name);
            var proposed = refusedAsBadRequest(kind, name, () -> change.apply(current));
            admission.checkIdentity(kind, current, proposed);
            var next = admission.prepareChange(kind, current, proposed, part);
            if (writer.recorded()) {
                var base = proposed.path("metadata").path("managedFields").isArray() ? proposed : current;
                ownership(kind, writer, part, ManagedFields.Operation.UPDATE)
                        .recordUpdate(current, next, ManagedFields.of(base))
                        .into(next);
            }
            return storeChange(kind, current, next, writer);
        });
    }

    /// Server-side apply.
    ///
    /// @throws ApiProblem 409 naming managers and fields when others own what would change, unless `force`
    public Applied apply(
            Kind kind,
            String namespace,
            String name,
            Part part,
            ObjectNode configuration,
            Writer writer,
            boolean force) {
        return store.exclusively(() -> {
            var current = store.find(kind.key(namespace, name));
            if (current == null && part != Part.WHOLE) {
                throw ApiProblem.notFound(kind, name);
            }
            admission.checkApplied(kind, namespace, name, configuration);
            DeclaredFields.check(kind, configuration);
            var wanted = admission.restrict(kind, configuration, part);
            var identity = current == null ? admission.identityOf(wanted) : current;
            var outcome = refusedAsBadRequest(
                    kind,
                    name,
                    () -> ownership(kind, writer, part, ManagedFields.Operation.APPLY)
                            .apply(
                                    identity,
                                    current == null ? ManagedFields.none() : ManagedFields.of(current),
                                    wanted,
                                    force));
            if (current == null) {
                var object = admission.prepareNew(kind, namespace, outcome.object(), true);
                outcome.managers().into(object);
                return new Applied(storeNew(kind, namespace, object, writer), true);
            }
            admission.checkIdentity(kind, current, outcome.object());
            var next = admission.prepareChange(kind, current, outcome.object(), part);
            outcome.managers().into(next);
            return new Applied(storeChange(kind, current, next, writer), false);
        });
    }

    /// Deletes an object, or marks it when something has to happen first.
    ///
    /// @return the object when it is only marked, a `Status` when it is gone
    public ObjectNode delete(Kind kind, String namespace, String name, DeleteOptions options) {
        return store.exclusively(() -> deletions.delete(kind, read(kind, namespace, name), options));
    }

    /// Takes an object away whose deletion is complete.
    public void removeNow(ObjectKey key) {
        store.exclusively(() -> {
            deletions.remove(key);
            return key;
        });
    }

    private ObjectNode storeNew(Kind kind, String namespace, ObjectNode object, Writer writer) {
        var custom = definitionIn(kind, object);
        if (writer.dryRun()) {
            return object;
        }
        var stored = store.put(
                kind.key(namespace, object.path("metadata").path("name").asText()), object);
        if (custom != null) {
            kinds.add(custom);
        }
        return stored;
    }

    private ObjectNode storeChange(Kind kind, ObjectNode current, ObjectNode next, Writer writer) {
        var custom = definitionIn(kind, next);
        if (Values.same(current, next)) {
            return current;
        }
        if (writer.dryRun()) {
            return next;
        }
        var metadata = next.path("metadata");
        var key = kind.key(
                metadata.path("namespace").asText(), metadata.path("name").asText());
        var stored = store.put(key, next);
        if (custom != null) {
            kinds.add(custom);
        }
        if (Deletions.isComplete(kind, stored)) {
            deletions.remove(key);
        }
        return stored;
    }

    private @Nullable Kind definitionIn(Kind kind, ObjectNode object) {
        if (!kind.name().equals("CustomResourceDefinition")) {
            return null;
        }
        try {
            return CustomKinds.read(object);
        } catch (IllegalArgumentException wrong) {
            throw ApiProblem.badRequest("CustomResourceDefinition is invalid: " + wrong.getMessage());
        }
    }

    private ServerSideApply ownership(Kind kind, Writer writer, Part part, ManagedFields.Operation operation) {
        return new ServerSideApply(
                new Structure(kind),
                new ManagedFields.Owner(writer.manager(), operation, part.subresource()),
                writer.apiVersion(),
                Times.format(clock.instant()));
    }

    private static <T extends @Nullable Object> T refusedAsBadRequest(Kind kind, String name, Supplier<T> step) {
        try {
            return step.get();
        } catch (PatchRefused refused) {
            throw ApiProblem.badRequest("%s \"%s\": %s".formatted(kind.resource(), name, refused.getMessage()));
        } catch (FieldConflict conflict) {
            throw ApiProblem.contested(conflict);
        }
    }

    /// Whether an object is on its way out.
    public static boolean isDeleting(JsonNode object) {
        return object.path("metadata").hasNonNull("deletionTimestamp");
    }
}
