package io.gennaker.outbox.engine;

import java.time.Duration;

/// A way to wait while a batch is held, without losing the partitions it came from.
@FunctionalInterface
public interface Patience {
    /// @throws InterruptedException when the service is stopping: the batch is then left as it is, to be received again
    void await(Duration wait) throws InterruptedException;
}
