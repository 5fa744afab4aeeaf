package io.gennaker.trigger.testing;

import io.gennaker.contracts.TriggerEvent;
import io.gennaker.trigger.matching.Explanation;
import io.gennaker.trigger.matching.Taken;
import io.gennaker.trigger.matching.TakenEvent;
import java.time.Instant;
import java.util.List;

/// Events as doors of the tests answer them.
public final class TakenEvents {
    private TakenEvents() {}

    /// One that concerns nobody.
    public static Taken nothing(TriggerEvent event) {
        return new Taken(
                new TakenEvent(
                        1,
                        TriggerEvent.identity(event.source(), "1"),
                        event.source(),
                        "1",
                        "registry",
                        "something",
                        Instant.EPOCH,
                        null,
                        null,
                        new Explanation(List.of(), 0)),
                false);
    }
}
