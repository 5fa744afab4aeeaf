package io.gennaker.orchestrator.kafka;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Message;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.orchestrator.intake.Outgoing;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.Timers;
import java.time.Instant;

/// [Outgoing] through the outbox and the timers of the running transaction.
final class BusOutgoing implements Outgoing {
    /// Before the name of the pipeline whose places a timer is about; a name of an execution has no slash.
    static final String PLACES = "places/";

    /// Before the name of the execution whose files a timer is about.
    static final String FILES = "files/";

    private final Outbox outbox;
    private final Timers timers;
    private final ExecutionCounters counters;

    BusOutgoing(Outbox outbox, Timers timers, ExecutionCounters counters) {
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
    public void setTimer(ExecutionId execution, Timer timer, Instant due) {
        timers.set(id(execution, timer), execution.value(), due, timer.name());
    }

    @Override
    public void cancelTimer(ExecutionId execution, Timer timer) {
        timers.cancel(id(execution, timer));
    }

    @Override
    public void cancelTimers(ExecutionId execution) {
        timers.cancelAll(execution.value());
    }

    @Override
    public void fillPlaces(String pipeline, Instant due) {
        timers.set(PLACES + pipeline, PLACES + pipeline, due, PLACES + pipeline);
    }

    @Override
    public void expectFiles(ExecutionId execution, Instant due) {
        timers.set(FILES + execution, FILES + execution, due, FILES + execution);
    }

    private static String id(ExecutionId execution, Timer timer) {
        return execution + "/" + timer.name();
    }
}
