package io.gennaker.deployer.testing;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.deployer.task.Journal;
import io.gennaker.deployer.task.TaskState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A journal that survives its runner, as Postgres does. What is written in one call is written whole or not at all.
public final class FakeJournal implements Journal {
    private final List<DeploymentEvent> reports = new CopyOnWriteArrayList<>();
    private final List<TaskState> states = new CopyOnWriteArrayList<>();
    private Runnable interruption = () -> {};
    private Consumer<TaskState> recorded = _ -> {};
    private @Nullable TaskState state;
    private boolean ended;
    private volatile boolean cancelRequested;
    private volatile Runnable cancelled = () -> {};

    /// Told of every state that is recorded.
    public void onRecord(Consumer<TaskState> recorded) {
        this.recorded = recorded;
    }

    public void interruptBy(Runnable interruption) {
        this.interruption = interruption;
    }

    public void cancel() {
        cancelRequested = true;
        cancelled.run();
    }

    @Override
    public void onCancel(Runnable told) {
        cancelled = told;
        if (cancelRequested) {
            told.run();
        }
    }

    @Override
    public boolean cancelRequested() {
        return cancelRequested;
    }

    @Override
    public void record(TaskState next, List<? extends DeploymentEvent> sent, Runnable work) {
        interruption.run();
        work.run();
        state = next;
        states.add(next);
        recorded.accept(next);
        reports.addAll(sent);
        interruption.run();
    }

    @Override
    public void end(List<? extends DeploymentEvent> sent, Runnable work) {
        interruption.run();
        work.run();
        ended = true;
        reports.addAll(sent);
    }

    public @Nullable TaskState state() {
        return state;
    }

    /// All states recorded, in order.
    public List<TaskState> states() {
        return List.copyOf(states);
    }

    public boolean ended() {
        return ended;
    }

    public List<DeploymentEvent> reports() {
        return List.copyOf(reports);
    }

    public <E extends DeploymentEvent> List<E> reports(Class<E> type) {
        return reports.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
