package io.gennaker.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the trigger service made of the facts it was told.
public sealed interface TriggerOutcome extends Message {
    /// An event was taken in: what it started, what not, and why. Told anew when that changes.
    ///
    /// @param event identity of the event, see [TriggerEvent#identity]
    /// @param kind `registry`, or a [FactKind]'s word
    /// @param subject what it is about, for people: the image, the branch, the schedule
    /// @param occurredAt as its source says
    /// @param lines one for each trigger that it concerns; none when no pipeline knows its subject
    /// @param omitted lines beyond the most that are told
    /// @param replayOf identity of the event that somebody had taken once more
    /// @param requestedBy who had it taken once more
    record EventTaken(
            String event,
            String source,
            String eventId,
            String kind,
            String subject,
            Instant occurredAt,
            List<TriggerLine> lines,
            int omitted,
            @Nullable String replayOf,
            @Nullable String requestedBy,
            Instant at)
            implements TriggerOutcome {
        public static final int MOST_LINES = 200;

        public EventTaken {
            Check.text("event", event, 20);
            Check.text("source", source, 300);
            Check.text("event id", eventId, 300);
            Check.text("kind", kind, 50);
            Check.text("subject", subject, 1_000);
            Check.between("omitted lines", omitted, 0, Integer.MAX_VALUE);
            lines = List.copyOf(lines);
        }

        @Override
        public String key() {
            return event;
        }
    }
}
