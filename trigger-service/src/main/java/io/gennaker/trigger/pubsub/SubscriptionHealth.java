package io.gennaker.trigger.pubsub;

import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import io.gennaker.outbox.HealthProbe;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/// Where the subscriptions of the registries' messages stand.
@Singleton
public class SubscriptionHealth implements HealthProbe {
    private static final String ADVICE =
            "look whether the subscription is there, and whether the service account may pull from it";

    private final RegistrySubscription subscription;

    SubscriptionHealth(RegistrySubscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public List<Finding> look() {
        return subscription.pullers().stream().map(SubscriptionHealth::look).toList();
    }

    private static Finding look(Puller puller) {
        String name = puller.name().getProject() + "/" + puller.name().getSubscription();
        String state = puller.state();
        if (state.startsWith(Puller.PULLING)) {
            return Finding.up(HealthKind.SUBSCRIPTION, name, Map.of());
        }
        return state.startsWith(Puller.NOT_PULLING)
                ? Finding.down(HealthKind.SUBSCRIPTION, name, state, ADVICE, Map.of())
                : new Finding(HealthKind.SUBSCRIPTION, name, HealthState.UNKNOWN, state, null, Map.of());
    }
}
