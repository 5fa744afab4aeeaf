package io.gennaker.outbox.quarkus;

import io.gennaker.outbox.store.TransactionOverdue;
import io.gennaker.outbox.store.Transactions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.transaction.Status;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Transactions of JTA, which Hibernate and the service's own SQL join by using the same data source.
final class JtaTransactions implements Transactions {
    @Override
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        return QuarkusTransaction.requiringNew().call(() -> inTime(work));
    }

    private static <T extends @Nullable Object> T inTime(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            throw rolledBack() ? new TransactionOverdue(failure) : failure;
        }
    }

    /// While the work goes on, only the transaction manager does that, when the timeout has passed.
    private static boolean rolledBack() {
        int status = QuarkusTransaction.getStatus();
        return status == Status.STATUS_ROLLEDBACK || status == Status.STATUS_ROLLING_BACK;
    }
}
