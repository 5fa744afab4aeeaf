package io.gennaker.outbox.engine;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.LeaseLost;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.store.ClaimedOperation;
import io.gennaker.outbox.store.HeldLease;
import io.gennaker.outbox.store.OperationTable;
import io.gennaker.outbox.store.StoreFailure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs operations: claims what is due, each on a virtual thread, and renews their leases.
///
/// What a lease gives: at any time at most one process *writes* for an operation, because every write is fenced by
/// the lease's token. That at most one *acts* holds as far as clocks go: a process that could not renew, or still
/// waits for the answer, interrupts its own run when the lease may have ended, by its own monotonic clock.
public final class OperationRunner {
    private static final Logger LOG = Logger.getLogger(OperationRunner.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(8);
    private static final int LONGEST_REASON = 2000;

    private final Units units;
    private final OperationTable operations;
    private final OperationHandler handler;
    private final String owner;
    private final OperationSettings settings;
    private final Signal finished;
    private final Signal renewal = new Signal();
    private final Map<String, LeasedOperation> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /// @param owner name of this process, no other's
    public OperationRunner(Units units, OperationHandler handler, String owner, OperationSettings settings) {
        this.units = units;
        this.operations = units.store().operations();
        this.handler = handler;
        this.owner = owner;
        this.settings = settings;
        this.finished = units.wakeups().operations();
    }

    public int running() {
        return running.size();
    }

    /// Wakes the loop that calls [#renew].
    public Signal renewal() {
        return renewal;
    }

    /// Claims and begins what is due, as far as there is room.
    ///
    /// @return how long to wait for a signal before the next turn
    public Duration turn() {
        int room = settings.concurrency() - running.size();
        if (room <= 0 || stopping) {
            return POLL;
        }
        long begunAt = System.nanoTime();
        var claimed = operations.claim(owner, settings.lease(), room);
        CrashPoints.reached("operation-claimed");
        claimed.forEach(operation -> begin(operation, begunAt));
        return claimed.isEmpty() ? Waits.between(SHORTEST, operations.untilNext(), POLL) : Duration.ZERO;
    }

    private void begin(ClaimedOperation claimed, long claimedAt) {
        var operation = new LeasedOperation(claimed, units, settings.lease(), claimedAt);
        var before = running.put(operation.id(), operation);
        if (before != null) {
            // its lease ran out here while it hangs; it finds out at its next write
            before.lose();
        }
        Thread.ofVirtual().name("operation-" + operation.id()).start(() -> run(operation));
    }

    private void run(LeasedOperation operation) {
        try {
            operation.begin();
            units.tracing()
                    .running(
                            "operation", operation.id(), operation.cause().traceparent(), () -> handler.run(operation));
            if (!operation.over()) {
                failed(operation, new IllegalStateException("the handler returned without complete or pause"));
            }
        } catch (InterruptedException _) {
            giveBack(operation);
        } catch (LeaseLost lost) {
            LOG.infof("Another process goes on operation=%s", operation.id());
        } catch (RuntimeException | Error e) {
            failed(operation, e);
        } finally {
            running.remove(operation.id(), operation);
            finished.give();
        }
    }

    private void failed(LeasedOperation operation, Throwable failure) {
        if (operation.over()) {
            LOG.errorf(failure, "The handler failed after its operation was over operation=%s", operation.id());
            return;
        }
        if (operation.lost() || operation.stopping()) {
            giveBack(operation);
            return;
        }
        Duration wait = settings.backoff().after(operation.failures() + 1);
        LOG.warnf(
                // what a database that is away does to every operation needs no trace for each
                StoreFailure.passes(failure) ? null : failure,
                "An operation failed and is tried again operation=%s failures=%d wait=%s cause=%s",
                operation.id(),
                operation.failures() + 1,
                wait,
                failure);
        afterHandler(() -> operations.retryAfter(operation.lease(), wait, reason(failure)), operation);
    }

    private static String reason(Throwable failure) {
        String text = failure.toString().replace('\0', ' ');
        return text.substring(0, Math.min(text.length(), LONGEST_REASON));
    }

    private void giveBack(LeasedOperation operation) {
        if (operation.lost()) {
            LOG.infof("The lease is lost operation=%s", operation.id());
        } else if (!operation.over()) {
            afterHandler(() -> operations.release(operation.lease()), operation);
        }
    }

    /// Where even this cannot be written, the lease runs out by itself.
    private static void afterHandler(Runnable write, LeasedOperation operation) {
        // an interrupt that is still set would break the connection
        Thread.interrupted();
        try {
            write.run();
        } catch (RuntimeException e) {
            LOG.warnf("The lease could not be given back and will run out operation=%s cause=%s", operation.id(), e);
        }
    }

    /// Renews the leases of this process, and tells operations that they were cancelled or lost.
    ///
    /// @return how long to wait for [#renewal] before the next time
    public Duration renew() {
        var mine = held();
        if (mine.isEmpty()) {
            return settings.renewEvery();
        }
        long begunAt = System.nanoTime();
        var held = operations.renew(mine.stream().map(LeasedOperation::lease).toList(), settings.lease()).stream()
                .collect(Collectors.toMap(HeldLease::lease, Function.identity()));
        mine.forEach(operation -> renewed(operation, held.get(operation.lease()), begunAt));
        return settings.renewEvery();
    }

    /// What is lost stays so, and its lease is left to run out.
    private List<LeasedOperation> held() {
        return running.values().stream().filter(operation -> !operation.lost()).toList();
    }

    private static void renewed(LeasedOperation operation, @Nullable HeldLease held, long begunAt) {
        if (held == null) {
            operation.lose();
            return;
        }
        if (held.renewed()) {
            operation.renewed(begunAt);
        }
        if (held.cancelRequested()) {
            operation.cancel();
        }
    }

    /// Interrupts what was not renewed in time. To be called by another thread than [#renew], which may be waiting for
    /// the database: leases run out when that does not answer.
    ///
    /// @return how long to wait before the next look
    public Duration watch() {
        held().stream().filter(operation -> operation.left().isNegative()).forEach(LeasedOperation::lose);
        var shortest = held().stream().map(LeasedOperation::left).min(Comparator.naturalOrder());
        return Waits.between(SHORTEST, shortest, settings.watchEvery());
    }

    /// An operation was asked to end.
    public void cancelled(String id) {
        var operation = running.get(id);
        if (operation != null) {
            operation.cancel();
        } else {
            // claimed, perhaps, but not yet begun
            renewal.give();
        }
    }

    /// Interrupts what runs and waits until the leases are given back. [#turn] must not be called any more.
    public void stop() {
        stopping = true;
        running.values().forEach(LeasedOperation::stop);
        long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
        try {
            while (!running.isEmpty() && System.nanoTime() < deadline) {
                finished.await(Duration.ofMillis(100));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!running.isEmpty()) {
            LOG.warnf("Operations did not stop in time, their leases will run out operations=%s", running.keySet());
        }
    }
}
