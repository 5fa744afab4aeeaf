package io.gennaker.trigger;

import io.gennaker.outbox.Timers;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.trigger.matching.PipelineTrigger;
import io.gennaker.trigger.matching.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Sets a timer for the next time of each schedule.
public final class CronSchedules implements Schedules {
    private final Timers timers;
    private final InstantSource clock;

    public CronSchedules(Timers timers, InstantSource clock) {
        this.timers = timers;
        this.clock = clock;
    }

    @Override
    public void replace(String pipeline, List<PipelineTrigger> triggers) {
        timers.cancelAll(key(pipeline));
        for (PipelineTrigger trigger : triggers) {
            if (trigger.rule() instanceof Trigger.Cron cron) {
                // One that is put off at this moment is not lost; one that came already has no effect again.
                setNext(pipeline, cron, clock.instant().minus(cron.jitter()));
            }
        }
    }

    void setNext(String pipeline, Trigger.Cron cron, Instant after) {
        cron.schedule()
                .next(after)
                .ifPresent(time -> timers.set(
                        key(pipeline) + "/" + cron.name(),
                        key(pipeline),
                        time.plus(putOff(pipeline, cron, time)),
                        cron.name() + " " + time));
    }

    private static String key(String pipeline) {
        return "cron/" + pipeline;
    }

    /// The same on every replica.
    private static Duration putOff(String pipeline, Trigger.Cron cron, Instant time) {
        if (cron.jitter().isZero()) {
            return Duration.ZERO;
        }
        int mixed = (pipeline + "/" + cron.name() + "/" + time).hashCode() * 0x9E3779B9;
        return Duration.ofMillis(Integer.toUnsignedLong(mixed) % cron.jitter().toMillis());
    }
}
