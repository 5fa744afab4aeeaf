package io.gennaker.outbox.testing;

import io.gennaker.outbox.store.Announcements;
import io.gennaker.outbox.store.Store;
import io.gennaker.outbox.store.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The store in memory, for tests of the engine: one transaction at a time, rolled back when it fails.
///
/// A transaction inside another belongs to it here, while on PostgreSQL it would be one of its own.
public final class InMemoryStore {
    private InMemoryStore() {}

    public static Store create(Clock clock) {
        var lock = new ReentrantLock();
        var inbox = new InMemoryInbox(lock, clock);
        var outbox = new InMemoryOutboxTable(lock, clock);
        var operations = new InMemoryOperationTable(lock, clock);
        var timers = new InMemoryTimerTable(lock, clock);
        var transactions = new OneAtATime(lock, List.of(inbox, outbox, operations, timers));
        return new Store(transactions, inbox, outbox, operations, timers, new Silent());
    }

    private record OneAtATime(ReentrantLock lock, List<InMemoryTable<?, ?>> tables) implements Transactions {
        @Override
        public <T extends @Nullable Object> T call(Supplier<T> work) {
            lock.lock();
            var before = tables.stream().map(InMemoryTable::snapshot).toList();
            boolean done = false;
            try {
                T result = work.get();
                done = true;
                return result;
            } finally {
                if (!done) {
                    before.forEach(Runnable::run);
                }
                lock.unlock();
            }
        }
    }

    /// There is no other replica.
    private record Silent() implements Announcements {
        @Override
        public void outboxFilled() {}

        @Override
        public void operationCancelled(String id) {}
    }
}
