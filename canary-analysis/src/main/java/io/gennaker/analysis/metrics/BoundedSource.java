package io.gennaker.analysis.metrics;

import java.time.Instant;
import java.util.List;

/// The same for a source that speaks PromQL: questions of both forms share the places.
public final class BoundedSource extends BoundedSeries implements MetricSource {

    private final MetricSource source;

    public BoundedSource(MetricSource source, int atOnce) {
        super(source, atOnce);
        this.source = source;
    }

    @Override
    public List<Series> instant(String query, Instant at)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        return inTurn(() -> source.instant(query, at));
    }
}
