package io.gennaker.trigger.matching;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.TriggerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What triggering remembers. Every call takes part in the caller's transaction.
public interface TriggerStore {
    /// The triggers of all definitions in force.
    TriggerIndex index();

    /// Notes that `execution` starts `pipeline` with this image at `at`, unless another execution did less than
    /// `window`
    /// before.
    ///
    /// @return the other execution, where there is one
    Optional<ExecutionId> startedWithin(
            Duration window, String pipeline, ImageReference image, ExecutionId execution, Instant at);

    void record(TriggerEvent.ImageChanged event, Explanation explanation);
}
