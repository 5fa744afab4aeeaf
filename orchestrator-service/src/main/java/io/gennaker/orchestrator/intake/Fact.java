package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.execution.Decision;
import io.gennaker.orchestrator.execution.Effect;
import io.gennaker.orchestrator.execution.Input;
import java.util.ArrayList;
import java.util.List;

/// One move of an execution, appended and never changed: the input and what was decided. Told again in the order of
/// their sequence, the inputs of an execution give the same decisions.
///
/// @param sequence from 1
public record Fact(ExecutionId execution, long sequence, Input input, Decision decision) {
    /// What it made known.
    public List<ExecutionEvent> events() {
        return events(decision);
    }

    public static List<ExecutionEvent> events(Decision decision) {
        var events = new ArrayList<ExecutionEvent>();
        for (Effect effect : decision.effects()) {
            if (effect instanceof Effect.Emit(var event)) {
                events.add(event);
            }
        }
        return events;
    }
}
