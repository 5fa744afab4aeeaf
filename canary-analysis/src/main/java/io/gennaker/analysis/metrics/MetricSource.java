package io.gennaker.analysis.metrics;

import java.time.Instant;
import java.util.List;

/// The system that holds the metrics.
public interface MetricSource {

    /// Evaluates a query at every point of a grid. No series where there are no data.
    ///
    /// @throws QueryRefused when the source will never answer this query
    /// @throws MetricSourceUnavailable when it may answer later
    List<Series> range(String query, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException;

    /// Evaluates a query at one time. Every series of the answer has one point.
    ///
    /// @throws QueryRefused when the source will never answer this query
    /// @throws MetricSourceUnavailable when it may answer later
    List<Series> instant(String query, Instant at) throws QueryRefused, MetricSourceUnavailable, InterruptedException;
}
