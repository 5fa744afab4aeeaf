package io.gennaker.analysis.metrics;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;

/// A source that is asked so many questions at once and no more. Whoever asks waits for a place, first come first
/// served: an analysis asks one question at a time, so each gets its turn however many there are.
public final class BoundedSource implements MetricSource {

    private final MetricSource source;
    private final Semaphore places;

    public BoundedSource(MetricSource source, int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("queries at once: found " + atOnce + ", must be at least 1");
        }
        this.source = source;
        this.places = new Semaphore(atOnce, true);
    }

    @Override
    public List<Series> range(String query, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        places.acquire();
        try {
            return source.range(query, grid);
        } finally {
            places.release();
        }
    }

    @Override
    public List<Series> instant(String query, Instant at)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        places.acquire();
        try {
            return source.instant(query, at);
        } finally {
            places.release();
        }
    }
}
