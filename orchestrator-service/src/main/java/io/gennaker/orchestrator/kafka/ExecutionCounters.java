package io.gennaker.orchestrator.kafka;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.StageStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Counts what executions do. A transaction that is tried again counts again: these are rates to watch, not books.
@ApplicationScoped
class ExecutionCounters {
    private static final Set<ExecutionStatus> OVER = EnumSet.of(
            ExecutionStatus.SUCCEEDED, ExecutionStatus.FAILED, ExecutionStatus.CANCELLED, ExecutionStatus.TIMED_OUT);

    private final Map<StageStatus, Counter> transitions = new EnumMap<>(StageStatus.class);
    private final Map<ExecutionStatus, Counter> finished = new EnumMap<>(ExecutionStatus.class);
    private final Counter refused;

    ExecutionCounters(MeterRegistry registry) {
        for (StageStatus status : StageStatus.values()) {
            transitions.put(status, registry.counter("gennaker.stage.transitions", "status", word(status)));
        }
        for (ExecutionStatus status : OVER) {
            finished.put(status, registry.counter("gennaker.executions.finished", "status", word(status)));
        }
        refused = registry.counter("gennaker.executions.refused");
    }

    private static String word(Enum<?> status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    void sent(Message message) {
        switch (message) {
            case ExecutionEvent.StageChanged changed ->
                Objects.requireNonNull(transitions.get(changed.status())).increment();
            case ExecutionEvent.Finished ended ->
                Objects.requireNonNull(finished.get(ended.status())).increment();
            case ExecutionEvent.Refused _ -> refused.increment();
            default -> {}
        }
    }
}
