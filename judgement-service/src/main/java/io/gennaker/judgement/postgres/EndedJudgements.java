package io.gennaker.judgement.postgres;

import io.gennaker.judgement.postgres.JudgementRow.Status;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Locale;

/// Counts ended judgements by how they ended, once each: what rolls back is not counted.
@Singleton
class EndedJudgements {
    private final MeterRegistry registry;
    private final TransactionSynchronizationRegistry transaction;

    EndedJudgements(MeterRegistry registry, TransactionSynchronizationRegistry transaction) {
        this.registry = registry;
        this.transaction = transaction;
    }

    void countAfterCommit(Status end) {
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // nothing to prepare
            }

            @Override
            public void afterCompletion(int status) {
                if (status == jakarta.transaction.Status.STATUS_COMMITTED) {
                    registry.counter(
                                    "gennaker.judgements.ended",
                                    "outcome",
                                    end.name().toLowerCase(Locale.ROOT))
                            .increment();
                }
            }
        });
    }
}
