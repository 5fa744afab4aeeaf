package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.Part;
import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Fills secrets that ask for the token of a service account. Nobody checks it: these clusters know no rights.
final class AccountTokenController implements Reconciler {

    private static final String RESOURCE = "secrets";
    private static final String ACCOUNTS = "serviceaccounts";
    private static final String TYPE = "kubernetes.io/service-account-token";
    private static final String ACCOUNT = "kubernetes.io/service-account.name";

    private final ClusterAccess cluster;

    AccountTokenController(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    @Override
    public Collection<ObjectKey> concerns(Change change) {
        if (change.key().resource().equals(RESOURCE)) {
            return List.of(change.key());
        }
        return change.key().resource().equals(ACCOUNTS)
                ? cluster.store().keys().stream()
                        .filter(key -> key.resource().equals(RESOURCE)
                                && key.namespace().equals(change.key().namespace()))
                        .toList()
                : List.of();
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var secret = cluster.find(key);
        if (secret == null
                || !secret.path("type").asText().equals(TYPE)
                || !secret.at("/data/token").isMissingNode()) {
            return Optional.empty();
        }
        var account = cluster.find(new ObjectKey(ACCOUNTS, key.namespace(), account(secret)));
        if (account != null) {
            var token = "simulated." + account.at("/metadata/uid").asText();
            cluster.change(
                    key,
                    Part.WHOLE,
                    object -> object.withObject("/data")
                            .put("namespace", base64(key.namespace()))
                            .put("token", base64(token)));
        }
        return Optional.empty();
    }

    private static String account(ObjectNode secret) {
        return secret.path("metadata").path("annotations").path(ACCOUNT).asText();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
