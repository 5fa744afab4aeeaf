package io.gennaker.outbox.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs work in transactions that are bound to the calling thread.
public interface Transactions {
    /// Runs `work` in one new transaction and commits. Any exception rolls back and is thrown on; so is the failure of
    /// the commit itself. Work that fails because its transaction was over before it throws [TransactionOverdue].
    <T extends @Nullable Object> T call(Supplier<T> work);
}
