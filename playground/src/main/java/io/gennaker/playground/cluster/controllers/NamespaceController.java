package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.objects.DeleteOptions;
import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Gives each namespace its default service account, and empties one that is deleted before it goes.
final class NamespaceController implements Reconciler {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESOURCE = "namespaces";
    private static final String ACCOUNTS = "serviceaccounts";

    private final ClusterAccess cluster;

    NamespaceController(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    @Override
    public Collection<ObjectKey> concerns(Change change) {
        if (change.key().resource().equals(RESOURCE)) {
            return List.of(change.key());
        }
        var inNamespace = !change.key().namespace().isEmpty() && change.type() == Change.Type.DELETED;
        return inNamespace ? List.of(new ObjectKey(RESOURCE, "", change.key().namespace())) : List.of();
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var namespace = cluster.find(key);
        if (namespace == null) {
            return Optional.empty();
        }
        if (!ClusterObjects.isDeleting(namespace)) {
            ensureAccount(key.name());
            return Optional.empty();
        }
        var content = content(key.name());
        content.stream().filter(this::isNotYetDeleting).forEach(one -> cluster.delete(one, DeleteOptions.background()));
        if (content(key.name()).isEmpty()) {
            cluster.objects().removeNow(key);
        }
        return Optional.empty();
    }

    private List<ObjectKey> content(String namespace) {
        return cluster.store().keys().stream()
                .filter(one -> one.namespace().equals(namespace))
                .toList();
    }

    private boolean isNotYetDeleting(ObjectKey key) {
        var object = cluster.find(key);
        return object != null && !ClusterObjects.isDeleting(object);
    }

    private void ensureAccount(String namespace) {
        var key = new ObjectKey(ACCOUNTS, namespace, "default");
        if (cluster.find(key) == null) {
            var account = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "ServiceAccount");
            account.withObject("/metadata").put("name", "default");
            cluster.create(ACCOUNTS, namespace, account);
        }
    }
}
