package io.gennaker.orchestrator.kafka;

import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.orchestrator.intake.Outgoing;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts how many executions of one pipeline run at once. Told inside their transactions, which hold the pipeline's
/// places, so that starts and ends come in the order in which the database sees them.
final class CrowdedPlaces implements Outgoing {
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    private final LinkedBlockingQueue<OperationId> begun = new LinkedBlockingQueue<>();
    private final TransactionSynchronizationRegistry transactions;

    /// @param transactions in which messages are sent
    CrowdedPlaces(TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
    }

    /// The next operation that was begun; empty when all executions are over, or will not be in time.
    Optional<OperationId> next() throws InterruptedException {
        while (finished.get() < 200 && System.nanoTime() < end) {
            var next = begun.poll(20, TimeUnit.MILLISECONDS);
            if (next != null) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    int finished() {
        return finished.get();
    }

    int mostAtOnce() {
        return most.get();
    }

    @Override
    public void expectFiles(ExecutionId execution, Instant due) {
        // nothing comes from outside
    }

    @Override
    public void send(Message message) {
        switch (message) {
            case ExecutionEvent.Started started -> most.accumulateAndGet(running.incrementAndGet(), Math::max);
            case ExecutionEvent.Finished end -> {
                running.decrementAndGet();
                finished.incrementAndGet();
            }
            case DeploymentCommand.Start start -> afterCommit(() -> begun.add(start.operationId()));
            default -> {}
        }
    }

    /// As over the bus: nobody hears of a command, and reports to it, before its execution is in the database.
    private void afterCommit(Runnable act) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    act.run();
                }
            }
        });
    }

    @Override
    public void setTimer(ExecutionId execution, Timer timer, Instant due) {}

    @Override
    public void cancelTimer(ExecutionId execution, Timer timer) {}

    @Override
    public void cancelTimers(ExecutionId execution) {}

    @Override
    public void fillPlaces(String pipeline, Instant due) {}

    @Override
    public void fillPlacesSoon(String pipeline, Instant now) {}
}
