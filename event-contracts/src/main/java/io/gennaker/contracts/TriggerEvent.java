package io.gennaker.contracts;

import java.time.Instant;
import java.util.Map;

/// Facts from outside that may start executions.
public sealed interface TriggerEvent extends Message {
    /// Where the fact comes from: a subscription, a webhook source, a CI system.
    String source();

    @Override
    default String key() {
        return source();
    }

    /// An image appeared in (or left) a registry.
    ///
    /// @param eventId identity of the fact at its source; the same fact delivered twice has the same one
    /// @param action as registries send it
    /// @param image repository with tag, digest or both
    record ImageChanged(
            String source,
            String eventId,
            RegistryAction action,
            ImageReference image,
            Map<String, String> attributes,
            Instant at)
            implements TriggerEvent {
        public ImageChanged {
            Check.text("source", source, 300);
            Check.text("event id", eventId, 300);
            attributes = Map.copyOf(attributes);
        }
    }
}
