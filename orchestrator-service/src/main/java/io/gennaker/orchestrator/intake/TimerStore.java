package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ExecutionId;

/// Keeps the timers of executions.
public interface TimerStore {
    /// Those of an execution, held until the end of the transaction. What is changed in them is stored with it. Of one
    /// that is not known they are none, and stay it.
    SetTimers timers(ExecutionId id);
}
