package io.gennaker.judgement.decision;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What somebody did about a judgement: appended to the record, never changed.
public sealed interface Act permits Answer, Revocation, Delegation, Remark {
    /// Identity of the act: done twice under one, it counts once.
    String requestId();

    Actor by();

    Channel channel();

    @Nullable
    String comment();

    Instant at();
}
