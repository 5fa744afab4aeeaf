package io.gennaker.trigger;

import io.gennaker.trigger.matching.TriggerStore;
import io.gennaker.trigger.matching.Triggering;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes beans of what the core leaves plain.
class TriggerWiring {
    @Produces
    @Singleton
    Triggering triggering(
            TriggerStore store, @ConfigProperty(name = "gennaker.triggers.duplicate-window") Duration window) {
        return new Triggering(store, window);
    }
}
