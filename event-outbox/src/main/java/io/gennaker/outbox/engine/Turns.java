package io.gennaker.outbox.engine;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The turns of threads that handle the consecutive batches of one input. One thread decides at a time, in the order of
/// the batches. While its transaction is then written and committed, or tried again, another thread may handle the next
/// batches, if they have no key in common with it: they are then like batches of two replicas, and take effect in
/// whichever order they commit.
///
/// What may be said of a batch only when all before it are dealt with, such as its offsets, is said in their order.
public final class Turns {
    /// Taken, and not yet said, the oldest first.
    private final Deque<Turn> underWay = new ArrayDeque<>();
    private boolean ended;

    /// Waits until nobody decides, and begins to.
    public synchronized Turn take() throws InterruptedException {
        while (!ended && !underWay.isEmpty() && !underWay.getLast().decided) {
            wait();
        }
        check();
        var turn = new Turn();
        underWay.add(turn);
        return turn;
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

    /// One batch. Used by one thread.
    public final class Turn {
        private Set<String> keys = Set.of();
        private boolean besides;
        private boolean decided;
        private @Nullable Runnable whenAllBeforeAreDone;

        private Turn() {}

        /// Ends a turn for which there was no batch.
        public void giveBack() {
            synchronized (Turns.this) {
                underWay.remove(this);
                Turns.this.notifyAll();
            }
        }

        /// Called before the batch is handled: waits for those before it that it may not be handled beside.
        ///
        /// @param keys of the batch
        /// @param besides whether it may be handled beside one of other keys
        void begin(Set<String> keys, boolean besides) throws InterruptedException {
            synchronized (Turns.this) {
                this.keys = keys;
                this.besides = besides;
                while (!ended && waits()) {
                    Turns.this.wait();
                }
                check();
            }
        }

        private boolean waits() {
            return underWay.stream().takeWhile(before -> before != this).anyMatch(this::conflicts);
        }

        private boolean conflicts(Turn before) {
            boolean done = before.whenAllBeforeAreDone != null;
            return !done && !(besides && before.besides && Collections.disjoint(keys, before.keys));
        }

        /// The transaction has nothing left to do but to write: the next batch may begin.
        void decided() {
            synchronized (Turns.this) {
                decided = true;
                Turns.this.notifyAll();
            }
        }

        /// The batch is dealt with.
        ///
        /// @param whenAllBeforeAreDone done in the order of the batches, by whichever thread; must not throw
        public void done(Runnable whenAllBeforeAreDone) {
            synchronized (Turns.this) {
                decided = true;
                this.whenAllBeforeAreDone = whenAllBeforeAreDone;
                for (var oldest = underWay.peek(); oldest != null; oldest = underWay.peek()) {
                    var work = oldest.whenAllBeforeAreDone;
                    if (work == null) {
                        break;
                    }
                    underWay.remove();
                    work.run();
                }
                Turns.this.notifyAll();
            }
        }
    }
}
