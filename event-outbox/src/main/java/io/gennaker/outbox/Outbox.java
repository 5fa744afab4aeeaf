package io.gennaker.outbox;

import io.gennaker.contracts.Message;

/// Sends messages as part of the running transaction. They reach the bus after the commit, in the order sent.
public interface Outbox {
    void send(Message message);
}
