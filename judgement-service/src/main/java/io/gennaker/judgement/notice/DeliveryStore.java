package io.gennaker.judgement.notice;

import io.gennaker.contracts.ExecutionId;
import java.time.Instant;
import java.util.Optional;

/// Executions that people may be told of. All methods act in the running transaction.
public interface DeliveryStore {
    Optional<Delivery> find(ExecutionId id);

    void put(Delivery delivery, Instant at);
}
