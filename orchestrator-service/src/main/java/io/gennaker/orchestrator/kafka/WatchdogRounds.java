package io.gennaker.orchestrator.kafka;

import io.gennaker.orchestrator.intake.Watchdog;
import io.gennaker.outbox.UnitOfWork;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Lets the watchdog look, on a thread of its own: it must not depend on the timers and messages whose loss it finds.
/// Of several replicas each takes what no other holds.
@ApplicationScoped
class WatchdogRounds {
    private static final Logger LOGGER = Logger.getLogger(WatchdogRounds.class);

    private final Watchdog watchdog;
    private final UnitOfWork unitOfWork;
    private final ExecutionTimers timers;
    private final ExecutionCounters counters;
    private final Clock clock;
    private final Duration every;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("orchestrator-watchdog").factory());

    WatchdogRounds(
            Watchdog watchdog,
            UnitOfWork unitOfWork,
            ExecutionTimers timers,
            ExecutionCounters counters,
            Clock clock,
            @ConfigProperty(name = "gennaker.orchestrator.watchdog-every", defaultValue = "30s") Duration every) {
        this.watchdog = watchdog;
        this.unitOfWork = unitOfWork;
        this.timers = timers;
        this.counters = counters;
        this.clock = clock;
        this.every = every;
    }

    void start(@Observes StartupEvent event) {
        thread.scheduleWithFixedDelay(this::round, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    void round() {
        try {
            int found = unitOfWork.call(
                    outbox -> watchdog.look(clock.instant(), new BusOutgoing(outbox, timers, counters)));
            if (found > 0) {
                LOGGER.warnf("executions stand still count=%d", found);
            }
        } catch (RuntimeException databaseAway) {
            LOGGER.debugf("the watchdog looks again later reason=%s", databaseAway.getMessage());
        }
    }
}
