package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Timer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The orchestrator's intake behind a bus that promises what the real one does: each message at least once, those of a
/// key in their order; and services that answer every command.
///
/// A message is handled in a transaction with its id; the process may die before the commit, or after it and before the
/// bus knows.
final class BusSimulation {
    static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final int LONGEST = 20_000;

    private final InMemoryStore store;
    private final Starts starts;
    private final Executions executions;
    private final Predicate<OperationId> fails;
    private final Map<String, Deque<Delivered>> bus = new TreeMap<>();
    private final Set<Long> inbox = new HashSet<>();
    private long lastId;

    final List<Message> published = new ArrayList<>();

    /// @param fails whether the operation fails; always the same of the same operation
    BusSimulation(InMemoryStore store, Starts starts, Executions executions, Predicate<OperationId> fails) {
        this.store = store;
        this.starts = starts;
        this.executions = executions;
        this.fails = fails;
    }

    private record Delivered(long id, What what) {}

    private sealed interface What {
        record Start(ExecutionCommand.Start command) implements What {}

        record Told(ExecutionId execution, Input input) implements What {}

        record Fired(ExecutionId execution, Timer timer) implements What {}
    }

    void start(ExecutionCommand.Start command) {
        put("start/" + command.pipeline(), new What.Start(command));
    }

    void cancel(ExecutionCommand.Cancel command) {
        put(
                "execution/" + command.executionId(),
                new What.Told(command.executionId(), new Input.CancelRequested(command.by(), command.reason(), AT)));
    }

    private void put(String key, What what) {
        bus.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(new Delivered(++lastId, what));
    }

    /// Delivers one message after another, in the order that they came, nothing twice.
    void runCleanly(Runnable invariants) {
        for (int steps = 0; !bus.isEmpty(); steps++) {
            requireEnd(steps);
            String key = bus.keySet().iterator().next();
            handle(take(key), false);
            invariants.run();
        }
    }

    /// Delivers keys in any order, some messages again under their id or as new ones, and dies at any point.
    void runBadly(Random random, Runnable invariants) {
        for (int steps = 0; !bus.isEmpty(); steps++) {
            requireEnd(steps);
            String key = List.copyOf(bus.keySet()).get(random.nextInt(bus.size()));
            Delivered next = take(key);
            boolean dies = random.nextInt(6) == 0;
            handle(next, dies);
            if (dies || random.nextInt(6) == 0) {
                // not committed, or committed and not acknowledged: it comes first when the process is back
                bus.computeIfAbsent(key, _ -> new ArrayDeque<>()).addFirst(next);
            } else if (random.nextInt(6) == 0) {
                // a relay or a service that died has sent it once more, later
                bus.computeIfAbsent(key, _ -> new ArrayDeque<>())
                        .addLast(random.nextBoolean() ? next : new Delivered(++lastId, next.what()));
            }
            invariants.run();
        }
    }

    private void requireEnd(int steps) {
        if (steps > LONGEST) {
            throw new AssertionError("does not come to an end: " + bus);
        }
    }

    private Delivered take(String key) {
        var queue = bus.get(key);
        Delivered first = queue.removeFirst();
        if (queue.isEmpty()) {
            bus.remove(key);
        }
        return first;
    }

    private void handle(Delivered delivered, boolean dies) {
        if (inbox.contains(delivered.id())) {
            return;
        }
        Runnable undo = store.undo();
        var sent = new Transaction();
        switch (delivered.what()) {
            case What.Start(var command) -> starts.start(command, FileAnswers.NONE, AT, sent);
            case What.Told(var execution, var input) -> executions.tell(execution, input, sent);
            case What.Fired(var execution, var timer) ->
                executions.tell(execution, new Input.TimerFired(timer, AT), sent);
        }
        if (dies) {
            undo.run();
        } else {
            inbox.add(delivered.id());
            sent.commit();
        }
    }

    /// What one transaction sends and sets.
    private final class Transaction implements Outgoing {
        private final List<Message> messages = new ArrayList<>();
        private final List<Runnable> timerChanges = new ArrayList<>();

        @Override
        public void send(Message message) {
            messages.add(message);
        }

        @Override
        public void setTimer(ExecutionId execution, Timer timer, Instant due) {
            // Services answer in time: only waits and retries come to their end.
            if (timer instanceof Timer.WaitOver || timer instanceof Timer.StageDue || timer instanceof Timer.RetryDue) {
                timerChanges.add(() -> put("timer/" + execution, new What.Fired(execution, timer)));
            }
        }

        @Override
        public void cancelTimer(ExecutionId execution, Timer timer) {
            // one that fires all the same is ignored: so it is with real ones
        }

        @Override
        public void cancelTimers(ExecutionId execution) {
            // as above
        }

        @Override
        public void fillPlaces(String pipeline, Instant due) {
            // nothing is frozen
        }

        @Override
        public void fillPlacesSoon(String pipeline, Instant now) {
            // as above
        }

        @Override
        public void expectFiles(ExecutionId execution, Instant due) {
            // nothing comes from outside
        }

        void commit() {
            published.addAll(messages);
            timerChanges.forEach(Runnable::run);
            messages.forEach(BusSimulation.this::answer);
        }
    }

    private void answer(Message message) {
        switch (message) {
            case DeploymentCommand.Start start -> answer("deployer", start.executionId(), start.operationId());
            case AnalysisCommand.Start start -> answer("analysis", start.executionId(), start.operationId());
            case JudgementCommand.Open open -> answer("judgement", open.executionId(), open.operationId());
            case DeploymentCommand.Cancel cancel ->
                report("deployer", cancel.executionId(), cancel.operationId(), new Report.Cancelled());
            case AnalysisCommand.Cancel cancel ->
                report("analysis", cancel.executionId(), cancel.operationId(), new Report.Cancelled());
            case JudgementCommand.Cancel cancel ->
                report("judgement", cancel.executionId(), cancel.operationId(), new Report.Cancelled());
            default -> {
                // for the world
            }
        }
    }

    private void answer(String service, ExecutionId execution, OperationId operation) {
        report(
                service,
                execution,
                operation,
                fails.test(operation)
                        ? new Report.Failed("refused", Map.of())
                        : new Report.Succeeded(Map.of("done", operation.value())));
    }

    private void report(String service, ExecutionId execution, OperationId operation, Report report) {
        put(service + "/" + execution, new What.Told(execution, new Input.Reported(operation, report, AT)));
    }
}
