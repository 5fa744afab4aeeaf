package io.gennaker.analysis.metrics;

import java.util.List;

/// What holds metrics, whatever it is.
@FunctionalInterface
public interface SeriesSource {

    /// Evaluates a query at every point of a grid. No series where there are no data; a value that is missing has no
    /// point, or one that is NaN.
    ///
    /// @throws QueryRefused when the source will never answer this query
    /// @throws MetricSourceUnavailable when it may answer later; also when it answered in part
    List<Series> range(String query, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException;

    /// Looks at a query without asking; placeholders may be in it.
    ///
    /// @throws IllegalArgumentException when it can be seen that the source will never answer it
    default void check(String query) {}

    /// The same source, asked for somebody: where there are more questions than it is asked at once, askers take turns.
    ///
    /// @param asker as the id of an execution
    default SeriesSource askedBy(String asker) {
        return this;
    }
}
