package io.gennaker.trigger;

import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.TriggerResult;
import io.gennaker.trigger.matching.Explanation;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;

/// Counts events by what became of them, once each: what rolls back and is handled again is not counted before it
/// commits.
@Singleton
public class EventCounters {
    private static final String NAME = "gennaker.trigger.events";
    /// No pipeline knows its subject.
    private static final String UNKNOWN = "Unknown";

    private final MeterRegistry registry;
    private final TransactionSynchronizationRegistry transaction;

    EventCounters(MeterRegistry registry, TransactionSynchronizationRegistry transaction) {
        this.registry = registry;
        this.transaction = transaction;
    }

    private static String word(TriggerResult result) {
        return MessageCodec.json().convertValue(result, String.class);
    }

    void countAfterCommit(Explanation explanation) {
        List<String> results = explanation.outcomes().isEmpty()
                ? List.of(UNKNOWN)
                : explanation.outcomes().stream()
                        .map(line -> word(line.result()))
                        .toList();
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // nothing to prepare
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    results.forEach(
                            result -> registry.counter(NAME, "result", result).increment());
                }
            }
        });
    }
}
