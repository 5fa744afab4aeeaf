package io.gennaker.trigger;

import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.Timers;
import io.gennaker.trigger.matching.Quiet;
import io.gennaker.trigger.matching.Triggering;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// Timers of quiet periods, one for each trigger that waits.
public final class QuietTimers implements Quiet.Timers {
    static final String KIND = "quiet/";

    private final Timers timers;

    public QuietTimers(Timers timers) {
        this.timers = timers;
    }

    @Override
    public void end(String pipeline, String trigger, Instant due) {
        String key = KIND + pipeline + "/" + trigger;
        timers.set(key, key, due, trigger);
    }

    /// What happens at their times, by the database's clock: this one may be behind it.
    public static final class Ends implements TimerHandler {
        /// What the database may round off a time.
        private static final Duration ROUNDED = Duration.of(1, ChronoUnit.MICROS);

        private final Triggering triggering;
        private final InstantSource clock;

        public Ends(Triggering triggering, InstantSource clock) {
            this.triggering = triggering;
            this.clock = clock;
        }

        @Override
        public void fired(String id, String key, String payload, Instant due, Outbox outbox) {
            String pipeline = key.substring(KIND.length(), key.length() - payload.length() - 1);
            Instant now = clock.instant();
            Instant over = due.plus(ROUNDED);
            triggering.quietOver(pipeline, payload, over.isAfter(now) ? over : now, outbox::send);
        }
    }
}
