package io.gennaker.judgement.slack;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/// What is needed to talk with Slack, as far as it is configured. Secrets are read at the start, so that a service with
/// a bad one does not start.
@Singleton
public class SlackAccess {
    private static final Logger LOG = Logger.getLogger(SlackAccess.class);

    private final Optional<SlackClient> client;
    private final Optional<SlackSignature> signature;
    private final SlackUsers users;

    SlackAccess(SlackConfiguration configuration) {
        this.client = configuration
                .botTokenFile()
                .map(file -> new SlackClient(
                        configuration.api(),
                        configuration.timeout(),
                        SecretFile.read("gennaker.slack.bot-token-file", file)));
        this.signature = configuration
                .signingSecretFile()
                .map(file -> new SlackSignature(SecretFile.read("gennaker.slack.signing-secret-file", file)));
        this.users = new SlackUsers(configuration.usersFile());
    }

    void check(@Observes StartupEvent event) {
        LOG.infof("slack enabled=%s answers=%s", client.isPresent(), signature.isPresent());
    }

    Optional<SlackClient> client() {
        return client;
    }

    Optional<SlackSignature> signature() {
        return signature;
    }

    SlackUsers users() {
        return users;
    }
}
