package io.gennaker.contracts;

import java.time.Instant;

/// Asks the judgement service to call systems outside.
public sealed interface CalloutCommand extends Message {
    ExecutionId executionId();

    OperationId operationId();

    @Override
    default String key() {
        return executionId().value();
    }

    /// Begins an operation. Sent twice, it runs once.
    ///
    /// @param deadline when the asker stops waiting; the operation then ends by itself
    record Start(ExecutionId executionId, OperationId operationId, CalloutTask task, Instant deadline)
            implements CalloutCommand {}

    /// Ends an operation early; its answer is a `Cancelled`, unless it had ended before.
    record Cancel(ExecutionId executionId, OperationId operationId, String reason) implements CalloutCommand {}
}
