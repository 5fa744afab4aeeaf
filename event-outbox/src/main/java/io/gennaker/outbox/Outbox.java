package io.gennaker.outbox;

import io.gennaker.contracts.Message;
import java.util.function.Supplier;

/// Sends messages as part of the running transaction. They reach the bus after the commit, in the order sent.
public interface Outbox {
    void send(Message message);

    /// Sends a message behind all others of the transaction. It is made when these have been decided: what is costly to
    /// make keeps no next batch waiting. By default there is no next batch, and it is made and sent at once.
    ///
    /// @param message made inside the transaction
    default void sendLast(Supplier<? extends Message> message) {
        send(message.get());
    }
}
