package io.gennaker.console.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The dead letters that are known.
public interface DeadLetters {
    /// Keeps one; one that is known already is left as it is.
    void add(DeadLetter letter);

    Optional<DeadLetter> find(String id);

    /// As [#find], and nobody else replays it until the running transaction ends.
    Optional<DeadLetter> lock(String id);

    /// In order.
    List<Replay> replays(String id);

    /// Keeps that it was sent back, inside the running transaction.
    void replayed(String id, Replay replay);

    /// The newest first.
    ///
    /// @param service only those that it gave up; null for all
    /// @param topic only those that came from it; null for all
    /// @param before only those that are older than this one; null from the newest on
    List<Line> list(@Nullable String service, @Nullable String topic, @Nullable String before, int limit);

    /// A dead letter in a list.
    ///
    /// @param bytes length of its value
    /// @param lastReplay null when it was never sent back
    record Line(
            String id,
            Instant at,
            @Nullable String service,
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable String type,
            String reason,
            int bytes,
            @Nullable Replay lastReplay) {}
}
