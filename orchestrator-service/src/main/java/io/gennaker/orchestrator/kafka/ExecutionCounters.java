package io.gennaker.orchestrator.kafka;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.Message;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/// Counts what executions do. A transaction that is tried again counts again: these are rates to watch, not books.
@ApplicationScoped
class ExecutionCounters {
    private final MeterRegistry registry;

    ExecutionCounters(MeterRegistry registry) {
        this.registry = registry;
    }

    void sent(Message message) {
        switch (message) {
            case ExecutionEvent.StageChanged changed -> count("gennaker.stage.transitions", changed.status());
            case ExecutionEvent.Finished finished -> count("gennaker.executions.finished", finished.status());
            case ExecutionEvent.Refused refused ->
                registry.counter("gennaker.executions.refused").increment();
            default -> {}
        }
    }

    private void count(String name, Enum<?> status) {
        registry.counter(name, "status", status.name().toLowerCase(Locale.ROOT)).increment();
    }
}
