package io.gennaker.outbox.engine;

import io.gennaker.outbox.store.Store;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.jboss.logging.Logger;

/// Forgets what is old: messages and operations that only serve to recognise a repetition. In small batches, so that no
/// lock is held for long.
public final class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final int BATCH = 1000;
    private static final Duration EVERY = Duration.ofMinutes(5);

    private final Store store;
    private final Duration messages;
    private final Duration operations;

    /// @param messages age at which a handled message is forgotten
    /// @param operations age at which an ended operation is forgotten
    public Housekeeping(Store store, Duration messages, Duration operations) {
        this.store = store;
        this.messages = messages;
        this.operations = operations;
    }

    /// Forgets all that is old enough.
    ///
    /// @return how long to wait before the next time
    public Duration turn() {
        int forgotten = inBatches(limit -> store.inbox().forget(messages, limit))
                + inBatches(limit -> store.operations().forget(operations, limit));
        if (forgotten > 0) {
            LOG.debugf("Forgot old rows rows=%d", forgotten);
        }
        return EVERY;
    }

    private static int inBatches(IntUnaryOperator forget) {
        int total = 0;
        int last;
        do {
            last = forget.applyAsInt(BATCH);
            total += last;
        } while (last == BATCH);
        return total;
    }
}
