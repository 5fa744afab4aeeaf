package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.Specifications;
import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import io.gennaker.outbox.LeaseLost;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RunningOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// An operation whose rests move the clock at once, and which can lose its lease or be asked to end at a given time.
final class FakeOperation implements RunningOperation {

    private final FakeClock clock;
    private final AcceptedStart accepted;
    private final List<Message> sent = new ArrayList<>();
    private String state;
    private Instant cancelAt = Instant.MAX;
    private Instant leaseLostAt = Instant.MAX;
    private boolean complete;
    private boolean paused;
    private int runs;

    FakeOperation(FakeClock clock, AnalysisTask task, OperationId id, Duration untilDeadline) {
        this.clock = clock;
        this.accepted = new AcceptedStart(
                new AnalysisCommand.Start(
                        Specifications.EXECUTION, id, task, clock.instant().plus(untilDeadline)),
                clock.instant());
    }

    FakeOperation cancelledAfter(Duration duration) {
        cancelAt = clock.instant().plus(duration);
        return this;
    }

    FakeOperation leaseLostAfter(Duration duration) {
        leaseLostAt = clock.instant().plus(duration);
        return this;
    }

    /// Runs it to its end as its replicas would: again after each pause and each lost lease.
    void runToEnd(AnalysisOperations operations) throws InterruptedException {
        while (!complete) {
            paused = false;
            runs++;
            try {
                operations.run(this);
            } catch (LeaseLost _) {
                leaseLostAt = Instant.MAX;
                continue;
            }
            if (!complete && !paused) {
                throw new AssertionError("returned without an end and without a pause");
            }
        }
    }

    List<Message> sent() {
        return List.copyOf(sent);
    }

    Message outcome() {
        return sent.getLast();
    }

    int runs() {
        return runs;
    }

    @Override
    public String id() {
        return accepted.start().operationId().value();
    }

    @Override
    public String key() {
        return accepted.start().executionId().value();
    }

    @Override
    public String command() {
        return accepted.format();
    }

    @Override
    public String state() {
        return state;
    }

    @Override
    public int attempt() {
        return runs;
    }

    @Override
    public boolean cancelRequested() {
        return !clock.instant().isBefore(cancelAt);
    }

    @Override
    public void onCancel(Runnable told) {
        throw new UnsupportedOperationException("analyses ask");
    }

    @Override
    public void sleep(Duration duration) {
        moveTo(clock.instant().plus(duration));
    }

    @Override
    public void checkpoint(String newState, Consumer<Outbox> sends) {
        write(() -> {
            state = newState;
            sends.accept(sent::add);
        });
    }

    @Override
    public void pause(String newState, Instant resumeAt) {
        write(() -> {
            state = newState;
            paused = true;
        });
        moveTo(resumeAt);
    }

    @Override
    public void complete(Consumer<Outbox> work) {
        write(() -> {
            work.accept(sent::add);
            complete = true;
        });
    }

    private void moveTo(Instant time) {
        var wakesAt = time.isBefore(cancelAt) ? time : cancelAt;
        if (wakesAt.isAfter(clock.instant())) {
            clock.set(wakesAt);
        }
    }

    private void write(Runnable write) {
        if (complete || paused) {
            throw new AssertionError("written without a lease");
        }
        if (!clock.instant().isBefore(leaseLostAt)) {
            throw new LeaseLost(id());
        }
        write.run();
    }
}
