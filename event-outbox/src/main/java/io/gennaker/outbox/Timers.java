package io.gennaker.outbox;

import java.time.Instant;

/// Timers as durable rows, fired by any replica, at least at their time.
public interface Timers {
    /// Sets a timer inside the running transaction; an id that is already set gets the new time and payload.
    ///
    /// @param key what it belongs to: timers of one key fire one after another
    void set(String id, String key, Instant due, String payload);

    /// Sets a timer inside the running transaction, unless the id is set: then that one keeps its time and payload.
    /// One that is firing meanwhile is waited for.
    void setIfMissing(String id, String key, Instant due, String payload);

    /// Removes a timer inside the running transaction, if it has not fired. One that is firing meanwhile is not
    /// waited for: its handler finds what this transaction leaves, and must know when nothing is left to do.
    void cancel(String id);

    /// Removes all timers of a key inside the running transaction, as [#cancel] does.
    void cancelAll(String key);
}
