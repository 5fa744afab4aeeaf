package io.gennaker.contracts;

import java.time.Instant;

/// Asks the trigger service.
public sealed interface TriggerCommand extends Message {
    /// Takes a stored event once more, as if it came now: it may start what it started before.
    ///
    /// @param event identity of the event, see [TriggerEvent#identity]
    /// @param requestId identity of this request: sent twice, it counts once
    record Replay(String event, String requestId, Actor by, Instant at) implements TriggerCommand {
        public Replay {
            Check.text("event", event, 20);
            Check.text("request id", requestId, 200);
        }

        @Override
        public String key() {
            return event;
        }
    }
}
