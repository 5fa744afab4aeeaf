package io.gennaker.outbox.engine;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes one waiting thread. A signal that comes while nobody waits is kept, once.
public final class Signal {
    private final Semaphore given = new Semaphore(0);

    public void give() {
        if (given.availablePermits() == 0) {
            given.release();
        }
    }

    /// Waits for a signal, at most so long.
    public void await(Duration longest) throws InterruptedException {
        if (given.tryAcquire(Math.max(0, longest.toNanos()), TimeUnit.NANOSECONDS)) {
            given.drainPermits();
        }
    }
}
