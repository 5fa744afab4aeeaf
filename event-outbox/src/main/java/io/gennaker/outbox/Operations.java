package io.gennaker.outbox;

/// Long work as durable rows under leases: recorded with the message that asked for it, run by any replica, taken
/// over when its owner dies.
public interface Operations {
    /// Records an operation inside the running transaction. An id that is already recorded is left as it is.
    ///
    /// @param id identity; asking twice runs once
    /// @param key what it belongs to, for example an execution
    /// @param command what to do, in the service's own encoding
    /// @return whether it was new
    boolean submit(String id, String key, String command);

    /// Asks an operation to end early, inside the running transaction.
    ///
    /// @return whether it was there and had not ended
    boolean cancel(String id);
}
