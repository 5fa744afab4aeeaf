package io.gennaker.analysis.metrics;

import java.time.Instant;
import java.util.List;

/// A source that speaks PromQL: the one that knows the mesh.
public interface MetricSource extends SeriesSource {

    /// Evaluates a query at one time. Every series of the answer has one point.
    ///
    /// @throws QueryRefused when the source will never answer this query
    /// @throws MetricSourceUnavailable when it may answer later
    List<Series> instant(String query, Instant at) throws QueryRefused, MetricSourceUnavailable, InterruptedException;

    @Override
    default MetricSource askedBy(String asker) {
        return this;
    }
}
