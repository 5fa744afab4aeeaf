package io.gennaker.judgement.decision;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody handed their right to decide on.
///
/// @param to the person's name
public record Delegation(
        String requestId,
        String to,
        Actor by,
        Channel channel,
        @Nullable String comment,
        Instant at) implements Act {}
