package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.execution.Input;
import java.util.List;

/// One move of an execution, appended and never changed: the input and what it made known. Told again in the order
/// of their sequence, the inputs of an execution give the same decisions.
///
/// @param sequence from 1
public record Fact(ExecutionId execution, long sequence, Input input, List<ExecutionEvent> events) {
    public Fact {
        events = List.copyOf(events);
    }
}
