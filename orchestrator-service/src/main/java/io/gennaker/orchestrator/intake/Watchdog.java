package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.orchestrator.execution.Patience;
import java.time.Instant;
import java.util.List;

/// Finds executions that stand still for longer than they should, and says what they wait for. It moves none of them.
public final class Watchdog {
    static final int MOST_AT_ONCE = 100;

    private final ExecutionStore store;
    private final PlanStore plans;

    public Watchdog(ExecutionStore store, PlanStore plans) {
        this.store = store;
        this.plans = plans;
    }

    /// Reports those that nobody reported since they moved last.
    ///
    /// @return how many
    public int look(Instant at, Outgoing outgoing) {
        List<ExecutionStore.Overdue> overdue = store.overdue(at, MOST_AT_ONCE);
        for (ExecutionStore.Overdue found : overdue) {
            var execution = found.execution();
            outgoing.send(new ExecutionEvent.Stalled(
                    execution.id(),
                    Patience.waitsFor(execution.state(), plans.get(execution.plan())),
                    found.moved(),
                    at));
            store.reported(execution.id(), at);
        }
        return overdue.size();
    }
}
