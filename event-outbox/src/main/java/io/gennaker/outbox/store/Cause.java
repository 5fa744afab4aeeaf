package io.gennaker.outbox.store;

import org.jspecify.annotations.Nullable;

/// What led to a piece of work: travels with the messages that the work sends.
///
/// @param messageId id of the message that caused it
/// @param traceparent W3C trace context
public record Cause(@Nullable String messageId, @Nullable String traceparent) {
    /// Nothing that came over the bus.
    public static final Cause NONE = new Cause(null, null);
}
