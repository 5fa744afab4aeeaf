package io.gennaker.deployer.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Lets a task sleep until a watch brings something.
public final class Wakeup {
    /// How soon a request to end is noticed; it is a flag in this process.
    private static final Duration LOOK = Duration.ofMillis(200);
    /// Changes come in bursts: one look serves them all.
    private static final Duration BURST = Duration.ofMillis(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean raised;

    public void raise() {
        lock.lock();
        try {
            raised = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns when raised, at `until`, or when `enough` says so.
    public void await(Instant until, InstantSource clock, BooleanSupplier enough) throws InterruptedException {
        lock.lock();
        try {
            while (!raised && !enough.getAsBoolean()) {
                Duration left = Duration.between(clock.instant(), until);
                if (!left.isPositive()) {
                    return;
                }
                wait(left.compareTo(LOOK) < 0 ? left : LOOK);
            }
            if (raised) {
                wait(BURST);
            }
            raised = false;
        } finally {
            lock.unlock();
        }
    }

    private void wait(Duration duration) throws InterruptedException {
        boolean _ = changed.await(Math.max(1, duration.toMillis()), TimeUnit.MILLISECONDS);
    }
}
