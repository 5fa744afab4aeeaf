package io.gennaker.trigger;

import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.contracts.TriggerResult;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.trigger.matching.Concern;
import io.gennaker.trigger.matching.PipelineTrigger;
import io.gennaker.trigger.matching.TriggerIndex;
import io.gennaker.trigger.matching.TriggerStore;
import io.gennaker.trigger.matching.Triggering;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What happens at a time of a schedule. The event's id is the time, so that each comes once.
public final class CronTimes implements TimerHandler {
    /// A time that comes later than this was missed.
    private static final Duration TOLERANCE = Duration.ofMinutes(1);
    /// Times that are looked at to find the last one missed.
    private static final int MOST_MISSED = 10_000;

    private final TriggerStore store;
    private final Triggering triggering;
    private final CronSchedules schedules;
    private final InstantSource clock;

    public CronTimes(TriggerStore store, Triggering triggering, CronSchedules schedules, InstantSource clock) {
        this.store = store;
        this.triggering = triggering;
        this.schedules = schedules;
        this.clock = clock;
    }

    @Override
    public void fired(String id, String key, String payload, Instant due, Outbox outbox) {
        String pipeline = key.substring(key.indexOf('/') + 1);
        String[] nameAndTime = payload.split(" ", 2);
        TriggerIndex index = store.index();
        if (index.isUnreadable(pipeline)) {
            // The timer stays and is tried again, perhaps by a replica of a later version.
            throw new IllegalStateException("the definition of pipeline " + pipeline + " cannot be read here");
        }
        find(index, pipeline, nameAndTime[0])
                .ifPresent(cron -> come(pipeline, cron, Instant.parse(nameAndTime[1]), due, outbox));
    }

    /// Nothing when the definition has no such trigger any more.
    private static Optional<Trigger.Cron> find(TriggerIndex index, String pipeline, String trigger) {
        return index.of(Concern.ofCron(pipeline, trigger)).stream()
                .map(PipelineTrigger::rule)
                .map(Trigger.Cron.class::cast)
                .findFirst();
    }

    private void come(String pipeline, Trigger.Cron cron, Instant time, Instant due, Outbox outbox) {
        Instant now = clock.instant();
        if (!isMissed(due, now)) {
            triggering.take(fact(pipeline, cron, time), now, outbox::send);
            schedules.setNext(pipeline, cron, time);
            return;
        }
        Instant last = lastOver(pipeline, cron, time, now);
        switch (cron.misfire()) {
            case RUN -> triggering.take(fact(pipeline, cron, last), now, outbox::send);
            case SKIP ->
                triggering.keep(
                        fact(pipeline, cron, last),
                        TriggerLine.of(
                                pipeline,
                                cron.name(),
                                TriggerResult.NOT_MATCHED,
                                "wanted to start at " + last + ", found it to be " + now + "; misfire is skip"),
                        now,
                        outbox::send);
        }
        schedules.setNext(pipeline, cron, last);
    }

    private static boolean isMissed(Instant due, Instant now) {
        return now.isAfter(due.plus(TOLERANCE));
    }

    /// The last time that is left out, or made up for: one that is on time is not left out, and makes up for those
    /// before it.
    private static Instant lastOver(String pipeline, Trigger.Cron cron, Instant time, Instant now) {
        Instant last = time;
        for (int i = 0; i < MOST_MISSED; i++) {
            Optional<Instant> next = cron.schedule().next(last);
            if (next.isEmpty() || !isOver(cron.misfire(), CronSchedules.due(pipeline, cron, next.get()), now)) {
                return last;
            }
            last = next.get();
        }
        return last;
    }

    private static boolean isOver(Trigger.Misfire misfire, Instant due, Instant now) {
        return switch (misfire) {
            case RUN -> !due.isAfter(now);
            case SKIP -> isMissed(due, now);
        };
    }

    private static TriggerEvent.FactReceived fact(String pipeline, Trigger.Cron cron, Instant time) {
        return new TriggerEvent.FactReceived(
                FactKind.CRON,
                "cron:" + pipeline + "/" + cron.name(),
                time.toString(),
                Map.of(
                        "schedule", cron.schedule().expression(),
                        "zone", cron.schedule().zone().getId(),
                        "scheduled", time.toString()),
                "{}",
                time);
    }
}
