package io.gennaker.pipeline.definition;

import io.gennaker.contracts.Steering;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A step between the start of a new version and its promotion.
public sealed interface RolloutStep {
    /// Gives the new version (and, in a canary, the baseline) `weight` percent of the traffic.
    ///
    /// @param analysis complete, the stage's defaults filled in; null: no comparison at this weight
    record Shift(int weight, @Nullable Analysis analysis) implements RolloutStep {}

    /// Asks people before going on.
    record Ask(Question question) implements RolloutStep {}

    /// Lets time pass before going on.
    record Pause(Duration duration) implements RolloutStep {}

    /// Sends requests with certain headers to the canary from here on.
    record Detour(Steering.Detour detour) implements RolloutStep {}

    /// Sends a copy of so many percent of the requests to the canary from here on; 0 ends it.
    record Mirror(int percent) implements RolloutStep {}
}
