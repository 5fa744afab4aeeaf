package io.gennaker.orchestrator.kafka;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.orchestrator.intake.Arrivals;
import io.gennaker.orchestrator.intake.Executions;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.Timers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/// Tells executions that a timer fired, fills places whose time has come, and ends the wait for files.
@ApplicationScoped
class OrchestratorTimers implements TimerHandler {
    private static final Logger LOGGER = Logger.getLogger(OrchestratorTimers.class);

    private final Executions executions;
    private final Arrivals arrivals;
    private final Timers timers;
    private final ExecutionCounters counters;
    private final Clock clock;

    OrchestratorTimers(
            Executions executions, Arrivals arrivals, Timers timers, ExecutionCounters counters, Clock clock) {
        this.executions = executions;
        this.arrivals = arrivals;
        this.timers = timers;
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    public void fired(String id, String key, String payload, Instant due, Outbox outbox) {
        LOGGER.debugf("timer fired executionId=%s timer=%s due=%s", key, payload, due);
        var outgoing = new BusOutgoing(outbox, timers, counters);
        if (payload.startsWith(BusOutgoing.PLACES)) {
            executions.fillPlaces(payload.substring(BusOutgoing.PLACES.length()), clock.instant(), outgoing);
        } else if (payload.startsWith(BusOutgoing.FILES)) {
            arrivals.late(new ExecutionId(payload.substring(BusOutgoing.FILES.length())), clock.instant(), outgoing);
        } else {
            executions.tell(
                    new ExecutionId(key), new Input.TimerFired(Timer.named(payload), clock.instant()), outgoing);
        }
    }
}
