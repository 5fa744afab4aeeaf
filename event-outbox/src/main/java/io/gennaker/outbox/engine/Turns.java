package io.gennaker.outbox.engine;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The turns of threads that handle the consecutive batches of one input. One thread decides at a time, in the order of
/// the batches. While its transaction is then written and committed, another thread may decide the next batch, if the
/// two have no key in common: they are then like batches of two replicas. One is written when the one before is done.
///
/// What a batch decided beside the one before holds only if that one was written at its first attempt. If it was not,
/// the later one is rolled back and begins anew: [Overtaken].
public final class Turns {
    private final long patience;
    private long taken;
    private long decided;
    private long done;
    /// Attempts that failed after the next batch could have begun.
    private long setbacks;
    /// Whether the oldest batch that is not done had such an attempt.
    private boolean behind;
    private Set<String> keysBefore = Set.of();
    private boolean ended;

    /// @param patience how long a transaction is kept open for the one before. That one may wait in the database for
    /// what this one has locked, by way of others: it gives way then.
    public Turns(Duration patience) {
        this.patience = patience.toNanos();
    }

    /// Waits until nobody decides, and begins to.
    public synchronized Turn take() throws InterruptedException {
        while (!ended && (decided < taken || behind)) {
            wait();
        }
        check();
        taken++;
        return new Turn(taken);
    }

    /// Wakes all that wait: each ends with an [InterruptedException].
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    private void check() throws InterruptedException {
        if (ended || Thread.interrupted()) {
            throw new InterruptedException("the service ends");
        }
    }

    /// The batch before was not written as it was decided, or not in time.
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overtaken() {
            super("the batch before is handled again, so this one is, too", null, false, false);
        }
    }

    /// One batch. Used by one thread.
    public final class Turn {
        private final long number;
        private long setbacksBefore;
        private boolean failed;

        private Turn(long number) {
            this.number = number;
        }

        /// Ends a turn for which there was no batch.
        public void giveBack() {
            synchronized (Turns.this) {
                taken--;
                Turns.this.notifyAll();
            }
        }

        /// Called before each transaction.
        ///
        /// @param keys of the batch
        /// @param besides whether it may be decided while one of other keys is written
        void begin(Set<String> keys, boolean besides) throws InterruptedException {
            synchronized (Turns.this) {
                boolean beside = besides && !failed && Collections.disjoint(keys, keysBefore);
                while (!ended && done < number - 1 && (!beside || behind)) {
                    Turns.this.wait();
                }
                check();
                setbacksBefore = setbacks;
                if (!failed) {
                    keysBefore = keys;
                }
            }
        }

        /// Called inside the transaction before its last writes: waits for the batch before, and lets the next begin.
        void decided() {
            synchronized (Turns.this) {
                await();
                if (!failed && decided < number) {
                    decided = number;
                    Turns.this.notifyAll();
                }
            }
        }

        private void await() {
            long deadline = System.nanoTime() + patience;
            while (done < number - 1 && setbacks == setbacksBefore) {
                long left = deadline - System.nanoTime();
                if (ended || left <= 0) {
                    throw new Overtaken();
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(Turns.this, left);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    throw new Overtaken();
                }
            }
            if (setbacks != setbacksBefore) {
                throw new Overtaken();
            }
        }

        /// The transaction was rolled back. From now on the batch is handled alone.
        void failed() {
            synchronized (Turns.this) {
                failed = true;
                if (decided == number && !behind) {
                    behind = true;
                    setbacks++;
                }
                Turns.this.notifyAll();
            }
        }

        /// The batch is dealt with.
        public void done() {
            synchronized (Turns.this) {
                decided = number;
                done = number;
                behind = false;
                Turns.this.notifyAll();
            }
        }
    }
}
