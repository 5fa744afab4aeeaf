package io.gennaker.outbox.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What is remembered of handled messages.
@ConfigMapping(prefix = "gennaker.inbox")
public interface InboxConfiguration {
    /// How long a message is recognised when it comes again. Must be longer than the bus keeps messages unread.
    @WithDefault("7d")
    Duration retention();
}
