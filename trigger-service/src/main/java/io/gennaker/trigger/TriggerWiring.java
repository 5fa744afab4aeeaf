package io.gennaker.trigger;

import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.Timers;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.trigger.matching.Running;
import io.gennaker.trigger.matching.TagDigests;
import io.gennaker.trigger.matching.TriggerStore;
import io.gennaker.trigger.matching.Triggering;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes beans of what the core leaves plain.
class TriggerWiring {
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    Triggering triggering(
            TriggerStore store,
            Operations operations,
            Timers timers,
            @ConfigProperty(name = "gennaker.triggers.duplicate-window") Duration window) {
        return new Triggering(store, new DigestRequests(operations), new QuietTimers(timers), window);
    }

    @Produces
    @Singleton
    EventDoor door(
            Triggering triggering,
            Running.Executions executions,
            UnitOfWork unitOfWork,
            InstantSource clock,
            EventCounters counters) {
        return new EventDoor(
                triggering,
                executions,
                unitOfWork,
                clock,
                taken -> counters.countAfterCommit(taken.event().explanation()));
    }

    @Produces
    @Singleton
    OperationHandler digests(TagDigests registries, Triggering triggering, InstantSource clock) {
        return new DigestLookup(registries, triggering, clock);
    }

    @Produces
    @Singleton
    CronSchedules schedules(Timers timers, InstantSource clock) {
        return new CronSchedules(timers, clock);
    }

    @Produces
    @Singleton
    TimerHandler timerHandler(TriggerStore store, Triggering triggering, CronSchedules schedules, InstantSource clock) {
        var cron = new CronTimes(store, triggering, schedules, clock);
        var quiet = new QuietTimers.Ends(triggering, clock);
        return (id, key, payload, due, outbox) ->
                (key.startsWith(QuietTimers.KIND) ? quiet : cron).fired(id, key, payload, due, outbox);
    }
}
