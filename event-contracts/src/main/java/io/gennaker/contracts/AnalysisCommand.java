package io.gennaker.contracts;

import java.time.Instant;

/// Work asked of the analysis service.
public sealed interface AnalysisCommand extends Message {
    ExecutionId executionId();

    OperationId operationId();

    @Override
    default String key() {
        return executionId().value();
    }

    /// Begins an operation. Sent twice, it runs once.
    ///
    /// @param deadline when the asker stops waiting; the operation then ends by itself
    record Start(ExecutionId executionId, OperationId operationId, AnalysisTask task, Instant deadline)
            implements AnalysisCommand {}

    /// Lets an analysis stand still: what comes in from now on is not looked at. One that is not under way ignores it.
    record Hold(ExecutionId executionId, OperationId operationId, Instant at) implements AnalysisCommand {}

    /// Lets an analysis go on that stands still: all of its times are later by as long as it stood.
    ///
    /// @param deadline when the asker stops waiting now
    record Resume(ExecutionId executionId, OperationId operationId, Instant at, Instant deadline)
            implements AnalysisCommand {}

    /// Ends an operation early; its answer is a `Cancelled`, unless it had ended before.
    record Cancel(ExecutionId executionId, OperationId operationId, String reason) implements AnalysisCommand {}
}
