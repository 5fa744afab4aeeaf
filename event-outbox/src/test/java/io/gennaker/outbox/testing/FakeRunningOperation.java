package io.gennaker.outbox.testing;

import io.gennaker.outbox.LeaseLost;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RunningOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An operation for tests of handlers. Sleeping moves the test's clock and takes no time.
public final class FakeRunningOperation implements RunningOperation {
    private final String id;
    private final String key;
    private final String command;
    private final SettableClock clock;
    private final InMemoryOutbox outbox;
    private @Nullable String state;
    private int attempt = 1;
    private boolean leaseLost;
    private boolean completed;
    private @Nullable Instant pausedUntil;

    public FakeRunningOperation(String id, String key, String command, SettableClock clock, InMemoryOutbox outbox) {
        this.id = id;
        this.key = key;
        this.command = command;
        this.clock = clock;
        this.outbox = outbox;
    }

    @Override
    public void onCancel(Runnable told) {
        // nobody asks to end it
    }

    public synchronized void loseLease() {
        leaseLost = true;
    }

    /// As after a crash, a failure or a pause: the next run begins with what was recorded.
    public synchronized void nextAttempt() {
        attempt++;
        leaseLost = false;
        pausedUntil = null;
    }

    public synchronized boolean completed() {
        return completed;
    }

    public synchronized @Nullable Instant pausedUntil() {
        return pausedUntil;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String command() {
        return command;
    }

    @Override
    public synchronized @Nullable String state() {
        return state;
    }

    @Override
    public synchronized int attempt() {
        return attempt;
    }

    @Override
    public boolean cancelRequested() {
        return false;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        if (!leaseLost) {
            clock.set(clock.instant().plus(duration));
        }
    }

    @Override
    public synchronized void checkpoint(String state, Consumer<Outbox> sends) {
        write(sends);
        this.state = state;
    }

    @Override
    public synchronized void pause(String state, Instant resumeAt) {
        write(_ -> {});
        this.state = state;
        pausedUntil = resumeAt;
    }

    @Override
    public synchronized void complete(Consumer<Outbox> work) {
        write(work);
        completed = true;
    }

    private void write(Consumer<Outbox> work) {
        if (leaseLost || completed || pausedUntil != null) {
            throw new LeaseLost(id);
        }
        new InMemoryUnitOfWork(outbox).run(work);
    }
}
