package io.gennaker.trigger;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.trigger.matching.Running;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What executions were given, without a database.
final class InMemoryExecutions implements Running.Executions {
    private final Map<ExecutionId, Running> running = new HashMap<>();

    @Override
    public void began(ExecutionId execution, Running what, Instant at) {
        running.put(execution, what);
    }

    @Override
    public void ended(ExecutionId execution, Instant at) {
        // everything is remembered
    }

    @Override
    public void reopened(ExecutionId execution) {
        // everything is remembered
    }

    @Override
    public Optional<Running> of(ExecutionId execution) {
        return Optional.ofNullable(running.get(execution));
    }
}
