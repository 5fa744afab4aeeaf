package io.gennaker.trigger.matching;

import java.time.Instant;

/// An event that was taken in, with what became of it.
///
/// @param id position in the history, growing
public record TakenEvent(
        long id, String source, String eventId, String action, String image, Instant at, Explanation explanation) {}
