package io.gennaker.trigger;

import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.Timers;
import io.gennaker.trigger.matching.Quiet;
import io.gennaker.trigger.matching.Triggering;
import java.time.Instant;
import java.time.InstantSource;

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

    /// What happens at their times.
    public static final class Ends implements TimerHandler {
        private final Triggering triggering;
        private final InstantSource clock;

        public Ends(Triggering triggering, InstantSource clock) {
            this.triggering = triggering;
            this.clock = clock;
        }

        @Override
        public void fired(String id, String key, String payload, Instant due, Outbox outbox) {
            String pipeline = key.substring(KIND.length(), key.length() - payload.length() - 1);
            triggering.quietOver(pipeline, payload, clock.instant(), outbox::send);
        }
    }
}
