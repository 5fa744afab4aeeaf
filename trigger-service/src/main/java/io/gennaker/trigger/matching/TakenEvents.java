package io.gennaker.trigger.matching;

import java.util.List;
import java.util.Optional;

/// The history of events.
public interface TakenEvents {
    /// Up to `limit` events older than `id`, newest first.
    List<TakenEvent> before(long id, int limit);

    /// @param event its identity
    Optional<TakenEvent> find(String event);
}
