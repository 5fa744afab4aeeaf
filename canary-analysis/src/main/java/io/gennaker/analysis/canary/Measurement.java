package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.Counted;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.SeriesSource;
import io.gennaker.contracts.Track;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Asks the metrics stores for all samples of a plan.
public final class Measurement {

    private final MetricSources sources;

    public Measurement(MetricSources sources) {
        this.sources = sources;
    }

    /// One for each metric, in order of the plan; a sample that the store does not have is NaN.
    ///
    /// @param look its number
    public List<MetricData> measure(AnalysisPlan plan, int look)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var data = new ArrayList<MetricData>();
        for (var metric : plan.metrics()) {
            data.add(
                    switch (plan.judge()) {
                        case Judge.Ranks _, Judge.LikeKayenta _ -> values(plan, metric, look, true);
                        case Judge.Bounds _ -> values(plan, metric, look, false);
                        case Judge.Watch _ -> counted(plan, metric, look);
                    });
        }
        return data;
    }

    /// @param wantsBaseline limits look at the canary alone
    private MetricData values(AnalysisPlan plan, PlannedMetric metric, int look, boolean wantsBaseline)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var grid = plan.grid(look);
        var canary = samples(plan, metric, Track.CANARY, grid);
        var baseline =
                wantsBaseline ? samples(plan, metric, Track.BASELINE, grid) : Samples.missing(canary.toArray().length);
        return new MetricData.Values(
                new MetricPair(metric.spec().name(), metric.spec().name(), Map.of(), baseline, canary));
    }

    private Samples samples(AnalysisPlan plan, PlannedMetric metric, Track track, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var query = plan.query(metric, track);
        var values = DoubleStream.builder();
        for (var piece : plan.window().clock().pieces(grid, Duration.ZERO)) {
            var answer = sources.of(metric.spec()).range(query, piece);
            if (answer.size() > 1) {
                throw new QueryRefused(
                        "metric '%s': found %d series, must be one; aggregate the query, for instance with sum(...): %s"
                                .formatted(metric.spec().name(), answer.size(), query));
            }
            var aligned = answer.isEmpty() ? Samples.missing(piece.size()).toArray() : piece.align(answer.getFirst());
            Arrays.stream(aligned).forEach(values::add);
        }
        return Samples.of(values.build().toArray());
    }

    /// Counters are read anew after a standstill: what they counted meanwhile is nobody's.
    private MetricData counted(AnalysisPlan plan, PlannedMetric metric, int look)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        if (metric.query().counted() instanceof Counted.Values) {
            return values(plan, metric, look, true);
        }
        var window = plan.window();
        var pieces = new ArrayList<MetricData>();
        for (var piece : window.clock().pieces(window.counters(look), window.step())) {
            pieces.add(counted(plan, metric, piece));
        }
        return MetricData.joined(pieces);
    }

    private MetricData counted(AnalysisPlan plan, PlannedMetric metric, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var name = metric.spec().name();
        var source = sources.of(metric.spec());
        return switch (metric.query().counted()) {
            case Counted.Values _ -> throw new IllegalStateException("values are not counted");
            case Counted.Requests requests ->
                new Counts(grid)
                        .requests(
                                name,
                                side(plan, source, requests, Track.BASELINE, grid),
                                side(plan, source, requests, Track.CANARY, grid),
                                requests.inverted());
            case Counted.Latencies latencies ->
                new Counts(grid)
                        .latencies(
                                name,
                                latencies.quantile(),
                                source.range(plan.fill(latencies.buckets(), Track.BASELINE), grid),
                                source.range(plan.fill(latencies.buckets(), Track.CANARY), grid));
        };
    }

    private static Counts.Side side(
            AnalysisPlan plan, SeriesSource source, Counted.Requests requests, Track track, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        return new Counts.Side(
                source.range(plan.fill(requests.bad(), track), grid),
                source.range(plan.fill(requests.all(), track), grid));
    }
}
