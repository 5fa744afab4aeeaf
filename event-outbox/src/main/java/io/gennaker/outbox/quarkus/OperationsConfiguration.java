package io.gennaker.outbox.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How operations are run.
@ConfigMapping(prefix = "gennaker.operations")
public interface OperationsConfiguration {
    /// How many at once in one process.
    @WithDefault("64")
    int concurrency();

    /// How long an operation stays with a process that is not heard of.
    @WithDefault("15s")
    Duration lease();

    /// First wait after a failed run; doubles. Also for timers.
    @WithDefault("500ms")
    Duration backoff();

    @WithDefault("30s")
    Duration longestBackoff();

    /// How long ended operations are remembered.
    @WithDefault("7d")
    Duration retention();
}
