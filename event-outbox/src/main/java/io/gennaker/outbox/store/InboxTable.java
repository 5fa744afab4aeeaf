package io.gennaker.outbox.store;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/// The messages that this service has handled.
public interface InboxTable {
    /// Remembers messages, and tells which of them were new. Waits for other transactions that remember the same ones.
    Set<MessageIdentity> remember(Collection<MessageIdentity> messages);

    /// Forgets at most `limit` messages that are older than `age`.
    ///
    /// @return how many
    int forget(Duration age, int limit);
}
