package io.gennaker.deployer.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What to do next.
public sealed interface Decision {
    /// Record this state and do its step.
    record GoOn(TaskState state, String said) implements Decision {}

    /// Try the same step again when something changes, or at `lookAgain`.
    record Wait(String reason, Optional<Instant> lookAgain) implements Decision {}

    /// Try the same step again after a while.
    record Retry(String reason, Duration after) implements Decision {}

    /// Tell the ending.
    record End(Ending ending) implements Decision {}
}
