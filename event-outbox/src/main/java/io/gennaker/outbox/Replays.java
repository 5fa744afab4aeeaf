package io.gennaker.outbox;

import io.gennaker.outbox.store.BusRecord;

/// Sends records that a service has given up back to where they came from.
public interface Replays {
    /// Sends `record` as it is, as part of the running transaction, for that one service: it handles the record even
    /// though it knows the message, every other service that reads the topic ignores it.
    ///
    /// @param record as it was received first
    /// @param service that gave it up, as its dead letter names it
    /// @param replayId unique for each replay; at most 200 characters
    void send(BusRecord record, String service, String replayId);
}
