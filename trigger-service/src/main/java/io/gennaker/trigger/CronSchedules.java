package io.gennaker.trigger;

import io.gennaker.outbox.Timers;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.trigger.matching.PipelineTrigger;
import io.gennaker.trigger.matching.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sets a timer for the next time of each schedule.
public final class CronSchedules implements Schedules {
    private final Timers timers;
    private final InstantSource clock;

    public CronSchedules(Timers timers, InstantSource clock) {
        this.timers = timers;
        this.clock = clock;
    }

    @Override
    public void replace(String pipeline, List<PipelineTrigger> before, List<PipelineTrigger> triggers) {
        Map<String, Trigger.Cron> old = schedules(before);
        Map<String, Trigger.Cron> wanted = schedules(triggers);
        old.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> timers.cancel(id(pipeline, name)));
        wanted.forEach((name, cron) -> {
            // One that is put off at this moment is not lost; one that came already has no effect again.
            Instant after = clock.instant().minus(cron.jitter());
            if (sameTimes(old.get(name), cron)) {
                // It is there, unless it was lost.
                set(pipeline, cron, after, timers::setIfMissing);
            } else {
                timers.cancel(id(pipeline, name));
                setNext(pipeline, cron, after);
            }
        });
    }

    private static Map<String, Trigger.Cron> schedules(List<PipelineTrigger> triggers) {
        return triggers.stream()
                .map(PipelineTrigger::rule)
                .filter(Trigger.Cron.class::isInstance)
                .map(Trigger.Cron.class::cast)
                .collect(Collectors.toMap(Trigger.Cron::name, Function.identity()));
    }

    private static boolean sameTimes(Trigger.@Nullable Cron old, Trigger.Cron wanted) {
        return old != null
                && old.schedule().equals(wanted.schedule())
                && old.jitter().equals(wanted.jitter());
    }

    void setNext(String pipeline, Trigger.Cron cron, Instant after) {
        set(pipeline, cron, after, timers::set);
    }

    /// One of the ways to set a timer.
    @FunctionalInterface
    private interface Setting {
        void set(String id, String key, Instant due, String payload);
    }

    private static void set(String pipeline, Trigger.Cron cron, Instant after, Setting setting) {
        cron.schedule()
                .next(after)
                .ifPresent(time -> setting.set(
                        id(pipeline, cron.name()), key(pipeline), due(pipeline, cron, time), cron.name() + " " + time));
    }

    private static String id(String pipeline, String trigger) {
        return key(pipeline) + "/" + trigger;
    }

    /// When a time's start is due.
    static Instant due(String pipeline, Trigger.Cron cron, Instant time) {
        return time.plus(putOff(pipeline, cron, time));
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
