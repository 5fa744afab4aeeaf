package io.gennaker.outbox.engine;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.LeaseLost;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RunningOperation;
import io.gennaker.outbox.store.Cause;
import io.gennaker.outbox.store.ClaimedOperation;
import io.gennaker.outbox.store.Lease;
import io.gennaker.outbox.store.OperationTable;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of one operation. Used by the thread that runs it; [#cancel], [#lose], [#stop] and [#renewed] come from
/// others.
final class LeasedOperation implements RunningOperation {
    private final ClaimedOperation claimed;
    private final Units units;
    private final OperationTable operations;
    private final Duration leaseTime;

    private @Nullable String state;
    private int failures;
    private boolean cancelRequested;
    private Runnable cancelled = () -> {};
    private boolean lost;
    private boolean stopping;
    private boolean over;
    /// Set while the thread writes to the store: an interrupt would then break the connection, so it waits for the end.
    private boolean writing;
    private @Nullable Thread thread;
    private long heldUntil;

    /// @param claimedAt when the claim was begun
    LeasedOperation(ClaimedOperation claimed, Units units, Duration leaseTime, long claimedAt) {
        this.claimed = claimed;
        this.units = units;
        this.operations = units.store().operations();
        this.leaseTime = leaseTime;
        this.state = claimed.state();
        this.failures = claimed.failures();
        this.cancelRequested = claimed.cancelRequested();
        this.heldUntil = claimedAt + leaseTime.toNanos();
    }

    Lease lease() {
        return claimed.lease();
    }

    Cause cause() {
        return claimed.cause();
    }

    @Override
    public String id() {
        return claimed.lease().operation();
    }

    @Override
    public String key() {
        return claimed.key();
    }

    @Override
    public String command() {
        return claimed.command();
    }

    @Override
    public int attempt() {
        return claimed.attempt();
    }

    @Override
    public synchronized @Nullable String state() {
        return state;
    }

    @Override
    public synchronized boolean cancelRequested() {
        return cancelRequested;
    }

    @Override
    public void onCancel(Runnable told) {
        boolean already;
        synchronized (this) {
            cancelled = told;
            already = cancelRequested;
        }
        if (already) {
            told.run();
        }
    }

    /// Failures in a row since progress was recorded last, those of earlier runs included.
    synchronized int failures() {
        return failures;
    }

    /// Whether the lease was given back in order: by completing or pausing.
    synchronized boolean over() {
        return over;
    }

    synchronized boolean lost() {
        return lost;
    }

    synchronized boolean stopping() {
        return stopping;
    }

    /// To be called by the thread that runs the operation, before it does.
    synchronized void begin() {
        thread = Thread.currentThread();
        interruptIfWanted();
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        long until = System.nanoTime() + duration.toNanos();
        long left = duration.toNanos();
        while (left > 0 && !cancelRequested && !lost) {
            // rounded up: a wait of 0 would be one without end
            wait(left / 1_000_000 + 1);
            left = until - System.nanoTime();
        }
    }

    @Override
    public void checkpoint(String state, Consumer<Outbox> sends) {
        long begunAt = System.nanoTime();
        write(() -> operations.checkpoint(lease(), state, leaseTime), sends, "operation-checkpointed");
        progressed(state);
        renewed(begunAt);
    }

    @Override
    public void pause(String state, Instant resumeAt) {
        write(() -> operations.pause(lease(), state, resumeAt), _ -> {}, "operation-paused");
        progressed(state);
        end();
    }

    @Override
    public void complete(Consumer<Outbox> work) {
        write(() -> operations.complete(lease()), work, "operation-completed");
        end();
    }

    /// The fence comes first: it locks the row, so that until the commit nobody else can claim the operation.
    private void write(BooleanSupplier fencedWrite, Consumer<Outbox> work, String crashPoint) {
        beginWriting();
        try {
            units.within(claimed.cause(), unit -> {
                if (!fencedWrite.getAsBoolean()) {
                    throw new LeaseLost(id());
                }
                CrashPoints.reached(crashPoint);
                work.accept(unit);
                return null;
            });
        } finally {
            endWriting();
        }
    }

    private synchronized void beginWriting() {
        if (lost || over) {
            throw new LeaseLost(id());
        }
        writing = true;
    }

    private synchronized void endWriting() {
        writing = false;
        interruptIfWanted();
    }

    private synchronized void progressed(String state) {
        this.state = state;
        failures = 0;
    }

    private synchronized void end() {
        over = true;
    }

    /// Somebody asked for the end.
    void cancel() {
        Runnable told;
        synchronized (this) {
            told = cancelRequested ? () -> {} : cancelled;
            cancelRequested = true;
            notifyAll();
        }
        told.run();
    }

    /// The lease is another's now, or may be.
    synchronized void lose() {
        lost = true;
        notifyAll();
        interruptIfWanted();
    }

    /// This process is stopping.
    synchronized void stop() {
        stopping = true;
        interruptIfWanted();
    }

    private void interruptIfWanted() {
        if ((lost || stopping) && !writing && !over && thread != null) {
            thread.interrupt();
        }
    }

    /// A checkpoint and a renewal may overlap: the one that was begun last says how long the lease is held.
    ///
    /// @param begunAt when the renewal was begun: the lease is counted from there, on this machine's own clock
    synchronized void renewed(long begunAt) {
        long until = begunAt + leaseTime.toNanos();
        if (until - heldUntil > 0) {
            heldUntil = until;
        }
    }

    /// How long the lease is held for sure; negative when it may have run out.
    synchronized Duration left() {
        return Duration.ofNanos(heldUntil - System.nanoTime());
    }
}
