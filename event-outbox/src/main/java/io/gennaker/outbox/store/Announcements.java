package io.gennaker.outbox.store;

/// Tells the other replicas of the service that there is something for them, as part of the running transaction.
///
/// Only a hint that saves waiting: who misses it finds the same in the tables at the next look.
public interface Announcements {
    /// The outbox has rows and this process is not the one that relays them.
    void outboxFilled();

    /// An operation that another replica runs was asked to end.
    void operationCancelled(String id);
}
