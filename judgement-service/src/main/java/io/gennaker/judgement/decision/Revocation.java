package io.gennaker.judgement.decision;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody took back their answer, or else the right they had handed on.
///
/// @param revoked the request that is taken back; set by the ruling
public record Revocation(
        String requestId,
        Actor by,
        Channel channel,
        @Nullable String comment,
        Instant at,
        @Nullable String revoked) implements Act {
    /// As it comes in.
    public Revocation(String requestId, Actor by, Channel channel, @Nullable String comment, Instant at) {
        this(requestId, by, channel, comment, at, null);
    }

    Revocation of(Act act) {
        return new Revocation(requestId, by, channel, comment, at, act.requestId());
    }
}
