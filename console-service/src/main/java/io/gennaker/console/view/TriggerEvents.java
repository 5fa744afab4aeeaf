package io.gennaker.console.view;

import io.gennaker.contracts.TriggerOutcome.EventTaken;
import io.gennaker.contracts.access.Applications;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came in from outside, with what it started and why not more.
public interface TriggerEvents {
    /// Keeps an event, or what became of it later.
    void store(EventTaken event);

    /// Newest first, each with the lines of visible pipelines; to those who may not see all, an event without such a
    /// line does not exist.
    ///
    /// @param before only older ones than this event; null from the newest on
    List<EventTaken> list(@Nullable String before, Applications visible, int limit);

    Optional<EventTaken> find(String event, Applications visible);
}
