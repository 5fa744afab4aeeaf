package io.gennaker.outbox.quarkus;

import io.gennaker.outbox.kafka.InputGauges;
import io.gennaker.outbox.runtime.OutboxRuntime;
import io.gennaker.outbox.store.OutboxBacklog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Shows how much waits and runs.
@Singleton
class OutboxGauges {
    private static final long REMEMBER_NANOS = Duration.ofSeconds(2).toNanos();
    private static final double MILLIS = 1000;

    private final MeterRegistry registry;
    private @Nullable OutboxBacklog backlog;
    private long measuredAt;

    @Inject
    OutboxGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(OutboxRuntime runtime) {
        backlogGauge("gennaker.outbox.rows", "Records that wait to be sent", runtime, OutboxBacklog::rows);
        backlogGauge(
                "gennaker.outbox.oldest.seconds",
                "Age of the oldest record that waits to be sent",
                runtime,
                waiting -> waiting.oldest().toMillis() / MILLIS);
        backlogGauge(
                "gennaker.outbox.refused", "Records that the bus will never take", runtime, OutboxBacklog::refused);
        Gauge.builder("gennaker.operations.running", runtime, OutboxRuntime::runningOperations)
                .description("Operations that run in this process")
                .register(registry);
        runtime.input().ifPresent(this::registerInput);
    }

    private void registerInput(InputGauges input) {
        Gauge.builder("gennaker.consumer.lag", input, OutboxGauges::lag)
                .description("Messages not yet handled, of the partitions that this replica reads")
                .register(registry);
        Gauge.builder("gennaker.consumer.partitions", input, InputGauges::assigned)
                .description("Partitions that this replica reads")
                .register(registry);
    }

    private static double lag(InputGauges input) {
        return input.lagByTopic().values().stream().mapToLong(Long::longValue).sum();
    }

    private void backlogGauge(
            String name, String description, OutboxRuntime runtime, ToDoubleFunction<OutboxBacklog> value) {
        Gauge.builder(name, () -> value.applyAsDouble(measured(runtime)))
                .description(description)
                .register(registry);
    }

    /// One look at the table serves all gauges of a scrape. When the database is away, Micrometer shows NaN.
    private synchronized OutboxBacklog measured(OutboxRuntime runtime) {
        if (backlog == null || System.nanoTime() - measuredAt > REMEMBER_NANOS) {
            backlog = runtime.backlog();
            measuredAt = System.nanoTime();
        }
        return backlog;
    }
}
