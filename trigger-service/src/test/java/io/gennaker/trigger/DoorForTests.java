package io.gennaker.trigger;

import io.gennaker.outbox.Operations;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.trigger.matching.Triggering;
import io.gennaker.trigger.postgres.PostgresTriggers;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Wires the way in as the container does.
public final class DoorForTests {
    private DoorForTests() {}

    public static EventDoor of(DataSource source, Operations operations, UnitOfWork unitOfWork) {
        return new EventDoor(
                new Triggering(
                        new PostgresTriggers(source),
                        new DigestRequests(operations),
                        (pipeline, trigger, due) -> {
                            throw new AssertionError("no trigger waits for quiet");
                        },
                        Duration.ofMinutes(10)),
                new InMemoryExecutions(),
                unitOfWork,
                InstantSource.system(),
                _ -> {});
    }
}
