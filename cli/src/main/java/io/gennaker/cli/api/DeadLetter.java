package io.gennaker.cli.api;

import io.gennaker.cli.api.DeadLetterLine.Replay;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record that a service gave up, in full.
///
/// @param bytes length of the whole value
/// @param complete whether the console keeps all of it
/// @param replays in order
public record DeadLetter(
        String id,
        Instant at,
        @Nullable String service,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable String type,
        String reason,
        @Nullable Content key,
        List<Header> headers,
        @Nullable Content value,
        int bytes,
        boolean complete,
        List<Replay> replays) {
    public DeadLetter {
        headers = List.copyOf(headers);
        replays = List.copyOf(replays);
    }

    /// Bytes: as text where they are, else in base64.
    public record Content(@Nullable String text, @Nullable String base64) {}

    public record Header(
            String name, @Nullable String text, @Nullable String base64) {}

    /// What sending one back has come to.
    ///
    /// @param service that handles it; the others that read the topic ignore it
    /// @param again whether it had been sent before
    public record Replayed(
            String id,
            @Nullable String topic,
            @Nullable String service,
            int number,
            boolean again,
            String by,
            Instant at) {}
}
