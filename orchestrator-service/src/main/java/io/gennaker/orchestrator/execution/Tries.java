package io.gennaker.orchestrator.execution;

import io.gennaker.pipeline.plan.Retry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How often a stage was begun.
///
/// @param begun attempts since the execution was accepted; the last one's number is in its operations
/// @param spent attempts that its [Retry] counts: those since it was begun by itself or by a person
/// @param deadline when all these attempts must be over; null for never, and while none is under way
public record Tries(int begun, int spent, @Nullable Instant deadline) {
    static final Tries NONE = new Tries(0, 0, null);

    Tries next(@Nullable Instant limit) {
        return new Tries(begun + 1, spent + 1, limit);
    }

    /// Whether the retry allows one more, after the one that failed.
    boolean mayGoOn(@Nullable Retry retry) {
        return retry != null && spent < retry.attempts();
    }

    Tries over() {
        return new Tries(begun, spent, null);
    }

    /// To begin as if for the first time.
    Tries anew() {
        return new Tries(begun, 0, null);
    }

    Tries until(@Nullable Instant limit) {
        return new Tries(begun, spent, limit);
    }
}
