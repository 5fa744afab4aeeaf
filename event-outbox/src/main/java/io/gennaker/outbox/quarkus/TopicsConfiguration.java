package io.gennaker.outbox.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How missing topics are made.
@ConfigMapping(prefix = "gennaker.topics")
public interface TopicsConfiguration {
    /// Whether missing topics are made at the start; false where the broker's administrators make them.
    @WithDefault("true")
    boolean create();

    @WithDefault("8")
    int partitions();

    @WithDefault("1")
    short replication();
}
