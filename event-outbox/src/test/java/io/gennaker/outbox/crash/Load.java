package io.gennaker.outbox.crash;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.outbox.testing.TestBus;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Publishes numbered messages, 1, 2, 3 ..., to each of a few keys, until it is stopped.
final class Load {
    static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f");
    private static final Actor LOAD = new Actor("load", List.of());
    private static final int PAUSE_MILLIS = 40;

    private final TestBus bus;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private int published;

    Load(TestBus bus) {
        this.bus = bus;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::round, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void round() {
        published++;
        for (String key : KEYS) {
            bus.publish(new ExecutionCommand.Cancel(
                    new ExecutionId(key), LOAD, Integer.toString(published), Instant.now()));
        }
    }

    /// @return the last number that each key got
    int stop() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the load did not stop");
        }
        return published;
    }
}
