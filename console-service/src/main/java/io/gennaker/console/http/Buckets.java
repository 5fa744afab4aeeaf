package io.gennaker.console.http;

import java.util.LinkedHashMap;
import java.util.Map;

/// So much a second of each source, on average, and after a pause as much at once as was saved. Of so many sources that
/// memory is bounded: the one that was silent longest is forgotten first.
final class Buckets {
    private static final int MOST_SOURCES = 10_000;
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double atOnce;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_SOURCES;
        }
    };

    private record Bucket(double left, long at) {}

    Buckets(double perSecond, double atOnce) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
    }

    /// Takes one.
    ///
    /// @return 0 where there was one; else how many seconds it takes until there is
    synchronized int take(String source, long nanoTime) {
        double left = left(source, nanoTime);
        buckets.put(source, new Bucket(left < 1 ? left : left - 1, nanoTime));
        return left < 1 ? wait(left) : 0;
    }

    /// Looks without taking.
    ///
    /// @return as of [#take]
    synchronized int look(String source, long nanoTime) {
        double left = left(source, nanoTime);
        return left < 1 ? wait(left) : 0;
    }

    private double left(String source, long nanoTime) {
        Bucket bucket = buckets.get(source);
        return bucket == null ? atOnce : Math.min(atOnce, bucket.left() + (nanoTime - bucket.at()) / NANOS * perSecond);
    }

    private int wait(double left) {
        return (int) Math.max(1, Math.ceil((1 - left) / perSecond));
    }
}
