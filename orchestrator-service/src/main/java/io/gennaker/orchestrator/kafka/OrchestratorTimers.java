package io.gennaker.orchestrator.kafka;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.intake.Arrivals;
import io.gennaker.orchestrator.intake.Executions;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.TimerHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/// Tells executions that timers fired, fills places whose time has come, and ends the wait for files.
@ApplicationScoped
class OrchestratorTimers implements TimerHandler {
    private static final Logger LOGGER = Logger.getLogger(OrchestratorTimers.class);

    private final Executions executions;
    private final Arrivals arrivals;
    private final ExecutionTimers timers;
    private final ExecutionCounters counters;
    private final Clock clock;

    OrchestratorTimers(
            Executions executions, Arrivals arrivals, ExecutionTimers timers, ExecutionCounters counters, Clock clock) {
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
        Instant now = clock.instant();
        if (payload.startsWith(ExecutionTimers.PLACES)) {
            executions.fillPlaces(payload.substring(ExecutionTimers.PLACES.length()), now, outgoing);
        } else if (payload.startsWith(ExecutionTimers.FILES)) {
            arrivals.late(new ExecutionId(payload.substring(ExecutionTimers.FILES.length())), now, outgoing);
        } else {
            var execution = new ExecutionId(key);
            // the database's clock may be ahead of this one
            Instant at = due.isAfter(now) ? due : now;
            for (var fired = timers.ring(execution, at); fired.isPresent(); fired = timers.ring(execution, at)) {
                executions.tell(execution, new Input.TimerFired(fired.get(), now), outgoing);
            }
        }
    }
}
