package io.gennaker.contracts;

import java.time.Instant;

/// Work asked of the deployer.
public sealed interface DeploymentCommand extends Message {
    ExecutionId executionId();

    OperationId operationId();

    @Override
    default String key() {
        return executionId().value();
    }

    /// Begins an operation. Sent twice, it runs once.
    ///
    /// @param deadline when the asker stops waiting; the operation then ends by itself
    record Start(ExecutionId executionId, OperationId operationId, DeploymentTask task, Instant deadline)
            implements DeploymentCommand {}

    /// Ends an operation early; its answer is a `Cancelled`, unless it had ended before.
    record Cancel(ExecutionId executionId, OperationId operationId, String reason) implements DeploymentCommand {}
}
