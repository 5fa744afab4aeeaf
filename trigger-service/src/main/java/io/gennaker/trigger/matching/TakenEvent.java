package io.gennaker.trigger.matching;

import io.gennaker.contracts.TriggerOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event that was taken in, with what became of it.
///
/// @param id position in the history, growing
/// @param event identity, see [TriggerEvent#identity]
/// @param replayOf the event that somebody had taken once more
public record TakenEvent(
        long id,
        String event,
        String source,
        String eventId,
        String kind,
        String subject,
        Instant at,
        @Nullable String replayOf,
        @Nullable String requestedBy,
        Explanation explanation) {
    static TakenEvent of(Event event, long id, Explanation explanation) {
        Event.Repeat repeat = event.repeats();
        return new TakenEvent(
                id,
                event.identity(),
                event.source(),
                event.eventId(),
                event.kind(),
                event.subject(),
                event.at(),
                repeat == null ? null : repeat.event(),
                repeat == null ? null : repeat.user(),
                explanation);
    }

    TriggerOutcome.EventTaken told(Instant now) {
        return new TriggerOutcome.EventTaken(
                event,
                source,
                eventId,
                kind,
                subject,
                at,
                explanation.outcomes(),
                explanation.omitted(),
                replayOf,
                requestedBy,
                now);
    }
}
