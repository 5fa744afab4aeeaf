package io.gennaker.analysis.metrics;

import java.util.List;
import java.util.concurrent.Semaphore;

/// A source that is asked so many questions at once and no more. Whoever asks waits for a place, first come first
/// served: an analysis asks one question at a time, so each gets its turn however many there are.
public sealed class BoundedSeries implements SeriesSource permits BoundedSource {

    /// Asks the source for something.
    @FunctionalInterface
    interface Question {
        List<Series> ask() throws QueryRefused, MetricSourceUnavailable, InterruptedException;
    }

    private final SeriesSource source;
    private final Semaphore places;

    public BoundedSeries(SeriesSource source, int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("queries at once: found " + atOnce + ", must be at least 1");
        }
        this.source = source;
        this.places = new Semaphore(atOnce, true);
    }

    @Override
    public final List<Series> range(String query, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        return inTurn(() -> source.range(query, grid));
    }

    @Override
    public final void check(String query) {
        source.check(query);
    }

    final List<Series> inTurn(Question question) throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        places.acquire();
        try {
            return question.ask();
        } finally {
            places.release();
        }
    }
}
