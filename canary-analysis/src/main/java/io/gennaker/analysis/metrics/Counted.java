package io.gennaker.analysis.metrics;

/// What a metric counts, for a judge that wants counts instead of rates. The queries ask for counters as they are:
/// a rate is extrapolated, and an extrapolated count looks like more evidence than there is.
public sealed interface Counted {

    /// Nothing that is known: only values.
    record Values() implements Counted {}

    /// Requests, some of them bad.
    ///
    /// @param inverted the metric's value grows with the good ones
    record Requests(QueryTemplate bad, QueryTemplate all, boolean inverted) implements Counted {}

    /// Requests in buckets of latency.
    record Latencies(double quantile, QueryTemplate buckets) implements Counted {}
}
