package io.gennaker.judgement.callout;

import io.gennaker.contracts.FailureCode;
import java.time.Duration;
import java.util.Map;

/// When something that failed is tried again. Pure.
public final class Tries {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 8;

    private Tries() {}

    /// @param most tries in all; the largest number where the deadline ends them
    public static Step again(Progress now, String what, int most) {
        Progress failed = now.failedOnce(what);
        String of = most == Integer.MAX_VALUE ? "" : " of " + most;
        String sentence = what + ", attempt " + failed.attempts() + of;
        if (failed.attempts() >= most) {
            return new Step.Fail(FailureCode.CALLOUT_FAILED, sentence, Map.of());
        }
        int doublings = Math.min(failed.attempts() - 1, MOST_DOUBLINGS);
        return new Step.Later(failed, FIRST_BACKOFF.multipliedBy(1L << doublings), sentence);
    }
}
