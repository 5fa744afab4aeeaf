package io.gennaker.outbox.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How messages are read.
@ConfigMapping(prefix = "gennaker.consumer")
public interface ConsumerConfiguration {
    /// Largest number of messages in one transaction.
    @WithDefault("200")
    int batch();

    /// How often a failing message is tried by itself before it becomes a dead letter.
    @WithDefault("5")
    int attempts();

    /// First wait between attempts; doubles.
    @WithDefault("200ms")
    Duration backoff();

    @WithDefault("5s")
    Duration longestBackoff();

    /// After this silence the partitions of a replica go to another. The broker's `group.min.session.timeout.ms` (6 s
    /// unless changed) is the least.
    @WithDefault("6s")
    Duration sessionTimeout();
}
