package io.gennaker.cli.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event that came in, with what became of it.
///
/// @param event its id
/// @param lines one for each trigger that it concerns
/// @param omitted lines that are not told
/// @param replayOf the event that somebody had taken once more
public record TriggerEvent(
        String event,
        String source,
        String eventId,
        String kind,
        String subject,
        Instant occurredAt,
        List<Line> lines,
        int omitted,
        @Nullable String replayOf,
        @Nullable String requestedBy,
        Instant at) {
    /// @param detail the execution, or the condition and what was found
    public record Line(String pipeline, String trigger, String result, String detail) {}

    /// That an event is taken once more.
    public record Replayed(String event, String requestId, String by) {}
}
