package io.gennaker.trigger.pubsub;

import com.google.pubsub.v1.ProjectSubscriptionName;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.trigger.matching.Arrivals;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The registries' messages: the subscription of each project, each pulled by itself.
@ApplicationScoped
public class RegistrySubscription {
    private final PubSubConfig config;
    private final Arrivals arrivals;
    private final UnitOfWork unitOfWork;
    private final MeterRegistry registry;
    private final List<Puller> pullers = new ArrayList<>();

    RegistrySubscription(PubSubConfig config, Arrivals arrivals, UnitOfWork unitOfWork, MeterRegistry registry) {
        this.config = config;
        this.arrivals = arrivals;
        this.unitOfWork = unitOfWork;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        String subscription = required(config.subscription(), "gennaker.pubsub.subscription");
        required(config.project(), "gennaker.pubsub.project").stream()
                .distinct()
                .map(project -> ProjectSubscriptionName.of(project, subscription))
                .map(name -> new Puller(name, config, arrivals, unitOfWork, registry))
                .forEach(pullers::add);
        pullers.forEach(Puller::start);
    }

    void stop(@Observes ShutdownEvent event) {
        pullers.forEach(Puller::stop);
        pullers.forEach(Puller::awaitEnd);
    }

    List<Puller> pullers() {
        return List.copyOf(pullers);
    }

    /// Where the subscriptions stand, for health.
    String state() {
        return pullers.isEmpty()
                ? "disabled"
                : pullers.stream().map(Puller::state).collect(Collectors.joining("; "));
    }

    private static <T> T required(Optional<T> value, String key) {
        return value.orElseThrow(
                () -> new IllegalStateException(key + " is needed when gennaker.pubsub.enabled is true"));
    }
}
