package io.gennaker.orchestrator.kafka;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Message;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.orchestrator.intake.Outgoing;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.Outbox;
import java.time.Instant;
import java.util.function.Supplier;

/// [Outgoing] through the outbox and the timers of the running transaction.
final class BusOutgoing implements Outgoing {
    private final Outbox outbox;
    private final ExecutionTimers timers;
    private final ExecutionCounters counters;

    BusOutgoing(Outbox outbox, ExecutionTimers timers, ExecutionCounters counters) {
        this.outbox = outbox;
        this.timers = timers;
        this.counters = counters;
    }

    @Override
    public void send(Message message) {
        outbox.send(message);
        counters.sent(message);
        CrashPoints.reached("effect-sent");
    }

    @Override
    public void sendLast(Supplier<? extends Message> message) {
        outbox.sendLast(message);
    }

    @Override
    public void setTimer(ExecutionId execution, Timer timer, Instant due) {
        timers.set(execution, timer, due);
    }

    @Override
    public void cancelTimer(ExecutionId execution, Timer timer) {
        timers.cancel(execution, timer);
    }

    @Override
    public void cancelTimers(ExecutionId execution) {
        timers.cancelAll(execution);
    }

    @Override
    public void fillPlaces(String pipeline, Instant due) {
        timers.fillPlaces(pipeline, due);
    }

    @Override
    public void fillPlacesSoon(String pipeline, Instant now) {
        timers.fillPlacesSoon(pipeline, now);
    }

    @Override
    public void expectFiles(ExecutionId execution, Instant due) {
        timers.expectFiles(execution, due);
    }
}
