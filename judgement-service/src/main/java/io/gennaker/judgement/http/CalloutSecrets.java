package io.gennaker.judgement.http;

import io.gennaker.judgement.callout.CallFailed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The secrets that calls may carry. Configuration names their files and who may get them; they are read at the start,
/// so that a service with a bad one does not start.
@Singleton
public class CalloutSecrets {
    private record Secret(String value, List<String> origins) {}

    private final Map<String, Secret> secrets;
    private final Optional<Signature> signature;

    CalloutSecrets(CalloutConfiguration configuration) {
        this.signature =
                configuration.secretFile().map(file -> new Signature(read("gennaker.callout.secret-file", file)));
        this.secrets = configuration.secrets().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new Secret(
                                read(
                                        "gennaker.callout.secrets." + entry.getKey() + ".file",
                                        entry.getValue().file()),
                                entry.getValue().origins())));
    }

    /// Signs callbacks and notices; empty when no file is named, and then all of them are refused.
    Optional<Signature> signature() {
        return signature;
    }

    String value(String name, String origin) throws CallFailed {
        Secret secret = secrets.get(name);
        if (secret == null) {
            throw CallFailed.refused("secret '" + name + "' is not configured; allowed: "
                    + (secrets.isEmpty() ? "none is" : String.join(", ", new TreeMap<>(secrets).keySet())));
        }
        if (!secret.origins().contains(origin)) {
            throw CallFailed.refused("secret '" + name + "' may not be sent to " + origin + "; allowed: "
                    + String.join(", ", secret.origins()));
        }
        return secret.value();
    }

    private static String read(String key, Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(key + " " + file + " cannot be read", unreadable);
        }
    }
}
