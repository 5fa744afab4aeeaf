package io.gennaker.trigger.pubsub;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/// Which subscriptions to pull.
@ConfigMapping(prefix = "gennaker.pubsub")
public interface PubSubConfig {
    @WithDefault("false")
    boolean enabled();

    /// Google Cloud projects, each with the subscription.
    Optional<List<String>> project();

    /// Its name, the same in all projects.
    Optional<String> subscription();

    /// Topic to which the subscription is attached when it has to be made, which only the emulator allows.
    @WithDefault("gcr")
    String topic();

    /// `host:port` of an emulator: plain text, no credentials, topic and subscription are made when missing.
    Optional<String> emulatorHost();
}
