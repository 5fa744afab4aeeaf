package io.gennaker.trigger.pubsub;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/// A subscription for a `@QuarkusTest`.
public final class PubSubResource implements QuarkusTestResourceLifecycleManager {
    private final FakePubSub server = new FakePubSub();

    @Override
    public Map<String, String> start() {
        server.start();
        return Map.of(
                "gennaker.pubsub.enabled",
                "true",
                "gennaker.pubsub.project",
                PubSubClient.PROJECT,
                "gennaker.pubsub.subscription",
                PubSubClient.SUBSCRIPTION,
                "gennaker.pubsub.emulator-host",
                server.host());
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
