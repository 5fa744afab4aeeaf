package io.gennaker.outbox.quarkus;

import io.gennaker.contracts.MessageType;
import io.gennaker.outbox.engine.Observer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/// Counts what the engine did.
@Singleton
class OutboxCounters implements Observer {
    private final MeterRegistry registry;
    private final Counter deadLetters;

    @Inject
    OutboxCounters(MeterRegistry registry) {
        this.registry = registry;
        this.deadLetters = Counter.builder("gennaker.dead.letters")
                .description("Messages that became dead letters")
                .register(registry);
    }

    @Override
    public void handled(MessageType type) {
        registry.counter("gennaker.messages.handled", "type", type.type()).increment();
    }

    @Override
    public void ignored(MessageType type) {
        registry.counter("gennaker.messages.ignored", "type", type.type()).increment();
    }

    @Override
    public void deadLettered() {
        deadLetters.increment();
    }
}
