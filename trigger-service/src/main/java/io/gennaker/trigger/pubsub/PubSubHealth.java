package io.gennaker.trigger.pubsub;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Shows where the subscription stands. Always up: the other sources go on without Pub/Sub.
@Readiness
public class PubSubHealth implements HealthCheck {
    private final RegistrySubscription subscription;

    PubSubHealth(RegistrySubscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("pubsub")
                .up()
                .withData("state", subscription.state())
                .build();
    }
}
