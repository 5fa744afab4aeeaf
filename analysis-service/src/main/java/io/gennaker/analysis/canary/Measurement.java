package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.contracts.Track;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Asks the metrics store for all samples of a plan.
public final class Measurement {

    private final MetricSource source;

    public Measurement(MetricSource source) {
        this.source = source;
    }

    /// One pair for each metric, in order of the plan; a sample that the store does not have is NaN.
    public List<MetricPair> measure(AnalysisPlan plan)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var pairs = new ArrayList<MetricPair>();
        for (var metric : plan.metrics()) {
            pairs.add(new MetricPair(
                    metric.spec().name(),
                    metric.spec().name(),
                    Map.of(),
                    samples(plan, metric, Track.BASELINE),
                    samples(plan, metric, Track.CANARY)));
        }
        return pairs;
    }

    private Samples samples(AnalysisPlan plan, PlannedMetric metric, Track track)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var grid = plan.window().grid();
        var query = plan.query(metric, track);
        var answer = source.range(query, grid);
        if (answer.size() > 1) {
            throw new QueryRefused(
                    "metric '%s': found %d series, must be one; aggregate the query, for instance with sum(...): %s"
                            .formatted(metric.spec().name(), answer.size(), query));
        }
        return answer.isEmpty() ? Samples.missing(grid.size()) : Samples.of(grid.align(answer.getFirst()));
    }
}
