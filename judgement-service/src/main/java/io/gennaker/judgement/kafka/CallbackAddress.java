package io.gennaker.judgement.kafka;

import io.gennaker.contracts.OperationId;
import java.util.Optional;

/// Where the end of a call is told.
@FunctionalInterface
public interface CallbackAddress {
    /// Empty where this service is not reached from outside.
    Optional<String> of(OperationId operation);
}
