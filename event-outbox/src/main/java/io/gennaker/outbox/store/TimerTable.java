package io.gennaker.outbox.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Timers that have not fired.
public interface TimerTable {
    /// Removes timers, and sets others, or sets them anew; each id once. Does not wait to remove one that another
    /// transaction is firing: that one removes it, or leaves it to be fired again when it fails.
    void change(Collection<String> removed, Collection<TimerRow> set);

    /// Sets timers whose ids are not set; each id once. Waits for one that another transaction is firing.
    void addMissing(Collection<TimerRow> timers);

    /// As [#change] removes them.
    void removeAll(Collection<String> keys);

    /// The timers that are due, oldest first. Claims nothing.
    List<DueTimer> due(int limit);

    /// Removes a due timer in the running transaction, so that the caller may fire it.
    ///
    /// @return empty when it is gone, set anew to a later time, or when another transaction is firing a timer of
    /// this key
    Optional<TimerRow> take(DueTimer timer);

    /// After a failure to fire: it is due again after `wait`.
    void retryAfter(String id, Duration wait);

    /// How long until the next timer is due; not negative, empty when there is none.
    Optional<Duration> untilNext();
}
