package io.gennaker.outbox;

import java.time.Instant;

/// What a service does when a timer fires. A service that uses [Timers] has exactly one bean of this type.
public interface TimerHandler {
    /// Called inside a transaction that also removes the timer: fires once.
    void fired(String id, String key, String payload, Instant due, Outbox outbox);
}
