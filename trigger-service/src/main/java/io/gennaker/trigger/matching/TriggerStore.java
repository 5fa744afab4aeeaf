package io.gennaker.trigger.matching;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.TriggerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What triggering remembers. Every call takes part in the caller's transaction.
public interface TriggerStore {
    /// The triggers of all definitions in force.
    TriggerIndex index();

    /// Notes that `execution` starts `pipeline` with this image at `at`, unless another execution did less than
    /// `window` before.
    ///
    /// @return the other execution, where there is one
    Optional<ExecutionId> startedWithin(
            Duration window, String pipeline, ImageReference image, ExecutionId execution, Instant at);

    /// Notes the time of the newest image that a trigger was matched with.
    ///
    /// @return the time of a newer one, where there was one
    Optional<Instant> newerThan(Instant at, String pipeline, String trigger);

    /// The start of a trigger that waits for quiet. Nobody else sees or changes it until the transaction ends.
    Optional<Quiet> lockQuiet(String pipeline, String trigger);

    void put(Quiet quiet);

    void remove(Quiet quiet);

    /// Notes an event before it is matched.
    ///
    /// @param fact as it came, for a replay
    /// @return its position in the history; none when it is not new. Whoever else takes it in at the same time
    /// waits here
    OptionalLong begin(Event event, TriggerEvent fact);

    /// Keeps what became of an event.
    void conclude(String event, Explanation explanation);

    /// @param event its identity
    Optional<TakenEvent> find(String event);

    /// As [#find]. Nobody else changes it until the transaction ends.
    Optional<TakenEvent> lock(String event);

    /// The fact of an event, as it came.
    Optional<TriggerEvent> fact(String event);
}
