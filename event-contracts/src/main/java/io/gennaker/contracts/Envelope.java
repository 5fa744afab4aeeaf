package io.gennaker.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message with its CloudEvents attributes. Those of a [CdEvent] are in its context, whatever else is given here.
///
/// @param id unique; receivers ignore an id they have seen
/// @param source the service that wrote it, for example `/orchestrator`
/// @param time when it was written
/// @param causationId id of the message that caused this one
/// @param traceparent W3C trace context
public record Envelope(
        String id,
        String source,
        Instant time,
        @Nullable String causationId,
        @Nullable String traceparent,
        Message message) {
    /// Longest id in characters, also of the cause.
    static final int LONGEST_ID = 200;

    static final int LONGEST_SOURCE = 300;

    public Envelope {
        if (message instanceof CdEvent named) {
            id = named.context().id();
            source = named.context().source();
            time = named.context().timestamp();
        }
        Check.text("message id", id, LONGEST_ID);
        Check.text("message source", source, LONGEST_SOURCE);
    }

    public MessageType type() {
        return MessageType.of(message);
    }
}
