package io.gennaker.outbox.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Rows that can be put back as they were. Each access is alone, as each transaction is.
abstract class InMemoryTable<K, V> {
    private final ReentrantLock lock;
    private Map<K, V> rows = new LinkedHashMap<>();

    InMemoryTable(ReentrantLock lock) {
        this.lock = lock;
    }

    Map<K, V> rows() {
        return rows;
    }

    <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    void run(Runnable work) {
        alone(() -> {
            work.run();
            return true;
        });
    }

    /// What puts the rows back as they are now.
    Runnable snapshot() {
        var copy = new LinkedHashMap<>(rows);
        return () -> rows = copy;
    }
}
