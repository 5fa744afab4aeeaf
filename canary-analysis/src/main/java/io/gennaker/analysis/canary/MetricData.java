package io.gennaker.analysis.canary;

import io.gennaker.judges.MetricPair;
import io.gennaker.judges.sequential.Histogram;
import io.gennaker.judges.sequential.Window;
import java.util.List;

/// What was measured of one metric.
public sealed interface MetricData {

    /// The values, for people and for the judges that compare values.
    MetricPair pair();

    /// Values alone.
    record Values(MetricPair pair) implements MetricData {}

    /// Requests and how many of them were bad.
    record Requests(MetricPair pair, List<Window> windows) implements MetricData {}

    /// Latencies in buckets, one histogram for each window.
    record Latencies(MetricPair pair, double quantile, List<Histogram> control, List<Histogram> experiment)
            implements MetricData {}
}
