package io.gennaker.trigger;

import io.gennaker.outbox.Operations;
import io.gennaker.outbox.Timers;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.trigger.matching.Triggering;
import io.gennaker.trigger.postgres.PostgresTriggers;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Wires the way in as the container does.
public final class DoorForTests {
    private DoorForTests() {}

    public static EventDoor of(Triggering triggering, UnitOfWork unitOfWork) {
        return new EventDoor(triggering, new InMemoryExecutions(), unitOfWork, InstantSource.system(), _ -> {});
    }

    public static Triggering triggering(DataSource source, Operations operations, Timers timers) {
        return new Triggering(
                new PostgresTriggers(source),
                new DigestRequests(operations),
                new QuietTimers(timers),
                Duration.ofMinutes(10));
    }
}
