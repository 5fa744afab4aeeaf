package io.gennaker.judgement.callout;

import io.gennaker.contracts.CalloutTask.CallWebhook;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import java.time.Instant;
import java.util.Optional;

/// Callbacks that are awaited. All methods act in the running transaction.
public interface CallbackStore {
    /// Adds one; one that is there stays as it is.
    void add(ExecutionId execution, OperationId id, CallWebhook task);

    Optional<Callback> find(OperationId id);

    /// Notes how the call was answered.
    void answered(OperationId id, int status);

    /// Notes that a cancel was asked for.
    void unwanted(OperationId id);

    /// Marks the end. Of several who try, the first one gets true, and tells it.
    boolean end(OperationId id, Instant at);
}
