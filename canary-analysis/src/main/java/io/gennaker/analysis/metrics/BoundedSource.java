package io.gennaker.analysis.metrics;

import java.time.Instant;
import java.util.List;

/// The same for a source that speaks PromQL: questions of both forms share the places.
public final class BoundedSource extends BoundedSeries implements MetricSource {

    private final MetricSource source;
    private final Turns turns;

    public BoundedSource(MetricSource source, int atOnce) {
        this(source, new Turns(atOnce), NOBODY);
    }

    private BoundedSource(MetricSource source, Turns turns, String asker) {
        super(source, turns, asker);
        this.source = source;
        this.turns = turns;
    }

    @Override
    public MetricSource askedBy(String asker) {
        return new BoundedSource(source, turns, asker);
    }

    @Override
    public List<Series> instant(String query, Instant at)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        return inTurn(() -> source.instant(query, at));
    }
}
