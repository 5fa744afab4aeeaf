package io.gennaker.trigger.http;

/// Lets so many calls a second pass, on average: after a pause twice as many at once.
final class RateLimit {
    private static final double NANOS = 1e9;

    private final int rate;
    private double left;
    private long last;

    RateLimit(int rate) {
        this.rate = rate;
        this.left = 2.0 * rate;
    }

    synchronized boolean passes(long nanoTime) {
        left = Math.min(2.0 * rate, left + (last == 0 ? 0 : (nanoTime - last) / NANOS * rate));
        last = nanoTime;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
