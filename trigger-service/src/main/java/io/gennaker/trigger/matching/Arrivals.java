package io.gennaker.trigger.matching;

/// Remembers which messages of a subscription were taken in. Every call takes part in the caller's transaction.
public interface Arrivals {
    /// Notes a message that became an event.
    ///
    /// @return whether it is new; one that was noted before must have no effect again
    boolean take(String subscription, String messageId);

    /// Keeps a message that cannot be read, with the reason: nothing is lost silently.
    ///
    /// @return whether it is new
    boolean refuse(String subscription, String messageId, String reason, String payload);
}
