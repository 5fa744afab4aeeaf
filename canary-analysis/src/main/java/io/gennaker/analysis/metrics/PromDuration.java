package io.gennaker.analysis.metrics;

import java.time.Duration;

/// Durations as PromQL writes them.
public final class PromDuration {

    private PromDuration() {}

    /// In whole seconds, or in milliseconds where there is a fraction: `60s`, `1500ms`.
    public static String format(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
