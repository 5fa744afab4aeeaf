package io.gennaker.judgement.callout;

import io.gennaker.contracts.OperationId;
import java.time.Instant;
import java.util.Optional;

/// Callbacks that are awaited. All methods act in the running transaction.
public interface CallbackStore {
    /// Adds one; one that is there stays as it is.
    void add(Callback callback);

    Optional<Callback> find(OperationId id);

    /// Marks the end. Of several who try, the first one gets true, and tells it.
    boolean end(OperationId id, Instant at);
}
