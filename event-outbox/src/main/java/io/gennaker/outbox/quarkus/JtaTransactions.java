package io.gennaker.outbox.quarkus;

import io.gennaker.outbox.store.Transactions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Transactions of JTA, which Hibernate and the service's own SQL join by using the same data source.
final class JtaTransactions implements Transactions {
    @Override
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        return QuarkusTransaction.requiringNew().call(work::get);
    }
}
