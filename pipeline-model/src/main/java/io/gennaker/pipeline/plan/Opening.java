package io.gennaker.pipeline.plan;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a stage begins whose turn has come: after its delay, in its window.
///
/// @param delay null for none
/// @param window null for any time
public record Opening(@Nullable Duration delay, @Nullable Window window) {
    /// @param turn when the stage's turn came
    public Instant earliest(Instant turn) {
        return inWindow(delay == null ? turn : turn.plus(delay));
    }

    /// As [#earliest], with the delay over.
    public Instant inWindow(Instant ready) {
        return window == null ? ready : window.earliest(ready);
    }
}
