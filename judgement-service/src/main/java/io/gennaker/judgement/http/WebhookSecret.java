package io.gennaker.judgement.http;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// The secret that signs webhooks: configuration names the file that holds it, never the secret itself. Read once, at
/// the start, so that a service with a bad one does not start.
@Singleton
public class WebhookSecret {
    private static final Logger LOG = Logger.getLogger(WebhookSecret.class);

    private final Optional<Signature> signature;

    WebhookSecret(@ConfigProperty(name = "gennaker.webhook.secret-file") Optional<Path> file) {
        this.signature = file.map(WebhookSecret::read).map(Signature::new);
    }

    void check(@Observes StartupEvent event) {
        LOG.infof("webhook for answers enabled=%s", signature.isPresent());
    }

    /// Signs with the secret; empty when no file is named, and then every webhook is refused.
    Optional<Signature> signature() {
        return signature;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("gennaker.webhook.secret-file " + file + " cannot be read", unreadable);
        }
    }
}
