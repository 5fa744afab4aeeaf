package io.gennaker.analysis.canary;

import io.gennaker.contracts.OperationId;
import java.time.Instant;

/// Keeps when analyses stood still. Writes join the running transaction.
public interface StandstillStore {

    /// Nothing where it stands still already.
    void begin(OperationId operationId, Instant at);

    /// Nothing where it does not stand still.
    void end(OperationId operationId, Instant at, Instant deadline);

    Standstill.History of(OperationId operationId);
}
