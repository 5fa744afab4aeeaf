package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.execution.ExecutionState;

/// An execution as it is stored.
///
/// @param sequence number of inputs that moved it so far
public record StoredExecution(String pipeline, Digest plan, ExecutionState state, long sequence) {
    public ExecutionId id() {
        return state.id();
    }

    /// The same with another plan.
    public StoredExecution with(Digest other) {
        return new StoredExecution(pipeline, other, state, sequence);
    }

    StoredExecution moved(ExecutionState next) {
        return new StoredExecution(pipeline, plan, next, sequence + 1);
    }
}
