package io.gennaker.judgement.decision;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What somebody answered: appended to the record, never changed.
///
/// @param requestId identity of the answer: given twice, it counts once
public record Answer(
        String requestId,
        Decision decision,
        Actor by,
        Channel channel,
        @Nullable String comment,
        Instant at) {}
