package io.gennaker.cli.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A record that a service gave up, in a list.
///
/// @param service that gave it up
/// @param topic where it was received, with partition and offset; null when the record does not say
/// @param bytes length of its value
/// @param lastReplay null when it was never sent back
public record DeadLetterLine(
        String id,
        Instant at,
        @Nullable String service,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable String type,
        String reason,
        int bytes,
        @Nullable Replay lastReplay) {
    /// One time that it was sent back.
    ///
    /// @param number from 1
    public record Replay(int number, String by, Instant at) {}
}
