package io.gennaker.deployer.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets a task sleep until a watch brings something.
public final class Wakeup {
    /// How late a clock may be noticed that was set: in between nobody wakes up for nothing.
    private static final Duration LOOK = Duration.ofSeconds(1);
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

    /// Returns when raised, or at `until`.
    public void await(Instant until, InstantSource clock) throws InterruptedException {
        lock.lock();
        try {
            while (!raised) {
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
