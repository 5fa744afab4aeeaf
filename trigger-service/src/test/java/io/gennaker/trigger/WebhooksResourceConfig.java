package io.gennaker.trigger;

import io.gennaker.playground.testing.TestInfrastructure;
import io.gennaker.trigger.testing.KeyServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// Callers with one secret, and a registry whose API is a server of the tests.
public final class WebhooksResourceConfig implements QuarkusTestResourceLifecycleManager {
    public static final String SECRET = "s3cr3t-of-the-tests";
    static final String ORDERS = "orders-" + UUID.randomUUID();
    private static KeyServer keys;
    static final FakeRegistry REGISTRY = new FakeRegistry();

    @Override
    public Map<String, String> start() {
        try {
            Path secret = Files.createTempFile("gennaker-webhook", ".secret");
            Files.writeString(secret, SECRET + "\n");
            secret.toFile().deleteOnExit();
            var config = new HashMap<String, String>();
            for (String kind : new String[] {"webhook", "github", "registry", "docker-hub", "cdevents", "quay"}) {
                config.put("gennaker.webhooks." + kind + ".kind", kind);
                config.put("gennaker.webhooks." + kind + ".secret-file", secret.toString());
            }
            config.put("gennaker.topics.orders.topic", ORDERS);
            config.put("gennaker.webhooks.signed.kind", "webhook");
            config.put("gennaker.webhooks.signed.proof", "hmac");
            config.put("gennaker.webhooks.signed.secret-file", secret.toString());
            config.put("gennaker.webhooks.slow.kind", "webhook");
            config.put("gennaker.webhooks.slow.proof", "none");
            config.put("gennaker.webhooks.slow.rate", "1");
            config.put("gennaker.webhooks.unreadable.kind", "webhook");
            config.put("gennaker.webhooks.unreadable.secret-file", secret + ".missing");
            keys = new KeyServer();
            config.put("gennaker.webhooks.pushed.kind", "pubsub");
            config.put("gennaker.webhooks.pushed.proof", "oidc");
            config.put("gennaker.webhooks.pushed.audience", KeyServer.AUDIENCE);
            config.put("gennaker.webhooks.pushed.service-account", KeyServer.ACCOUNT);
            config.put("gennaker.webhooks.pushed.keys", keys.address().toString());
            makeTopic();
            REGISTRY.start();
            config.put(
                    "gennaker.registries.\"docker.io\".url", REGISTRY.address().toString());
            config.put("gennaker.registries.\"docker.io\".username", FakeRegistry.USER);
            config.put("gennaker.registries.\"docker.io\".password-file", secret.toString());
            return config;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /// Of the identity provider that signs for `pushed`.
    static KeyServer keys() {
        return keys;
    }

    private static void makeTopic() {
        try (var admin = Admin.create(Map.<String, Object>of(
                "bootstrap.servers", TestInfrastructure.ensure().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(ORDERS, 1, (short) 1)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException("could not make the topic " + ORDERS, failed);
        }
    }

    @Override
    public void stop() {
        REGISTRY.close();
        keys.close();
    }
}
