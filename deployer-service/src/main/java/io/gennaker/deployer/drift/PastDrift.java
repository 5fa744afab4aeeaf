package io.gennaker.deployer.drift;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A drift that was answered.
///
/// @param number from 1, within one shift
/// @param endedAt when its correction ended, well or not; null while it is under way, and where none was begun
public record PastDrift(
        int number,
        String version,
        String found,
        Answer answer,
        Instant seenAt,
        @Nullable Instant endedAt) {
    /// What was done about it.
    public enum Answer {
        CORRECTED,
        /// As configured, or because it cannot be corrected.
        HELD,
        /// Corrections did not last.
        LOOPED
    }

    @Nullable
    Instant correctionEndedAt() {
        return answer == Answer.CORRECTED ? endedAt : null;
    }

    boolean isUnderWay() {
        return answer == Answer.CORRECTED && endedAt == null;
    }
}
