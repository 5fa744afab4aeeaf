package io.gennaker.judgement.notice;

import java.time.Duration;
import java.time.Instant;

/// Lets so many calls a second pass, on average: after a pause twice as many at once.
public final class CallLimit {
    private static final double MILLIS = 1e3;

    private final int rate;
    private double left;
    private Instant last = Instant.EPOCH;

    public CallLimit(int rate) {
        if (rate < 1) {
            throw new IllegalArgumentException("gennaker.webhook.rate is " + rate + "; at least 1 is needed");
        }
        this.rate = rate;
        this.left = 2.0 * rate;
    }

    public synchronized boolean passes(Instant now) {
        long millis = Math.max(0, Duration.between(last, now).toMillis());
        left = Math.min(2.0 * rate, left + millis / MILLIS * rate);
        last = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /// Why a call was not taken.
    public String words() {
        return "too many calls; allowed are " + rate + " a second (gennaker.webhook.rate)";
    }
}
