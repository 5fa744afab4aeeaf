package io.gennaker.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An operation whose lease this process holds. Every write is fenced: after the lease is lost it throws [LeaseLost]
/// and writes nothing.
public interface RunningOperation {
    String id();

    String key();

    /// As submitted.
    String command();

    /// What the last [#checkpoint] or [#pause] recorded; null at the first run.
    @Nullable
    String state();

    /// How often it was begun, from 1: taken over and retried runs count.
    int attempt();

    /// Whether somebody asked to end it. Read it between steps; it changes while the operation runs.
    boolean cancelRequested();

    /// Has `told` called when somebody asks to end it, by any thread; at once when somebody has. At most one is told.
    void onCancel(Runnable told);

    /// Sleeps, but returns early when the end is asked for or the lease is lost.
    void sleep(Duration duration) throws InterruptedException;

    /// Records progress and sends, in one transaction.
    void checkpoint(String state, Consumer<Outbox> sends);

    /// Records progress, gives the lease back, and asks to be run again at `resumeAt`.
    void pause(String state, Instant resumeAt);

    /// Ends the operation and sends its outcome, in one transaction. `work` may also write the service's own tables.
    void complete(Consumer<Outbox> work);
}
