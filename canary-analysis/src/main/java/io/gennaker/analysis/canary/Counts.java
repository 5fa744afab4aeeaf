package io.gennaker.analysis.canary;

import io.gennaker.analysis.metrics.Increments;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import io.gennaker.judges.sequential.Histogram;
import io.gennaker.judges.sequential.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Turns counters into what happened in each window.
///
/// The two reporters count the same requests, so one of them is believed: the one that saw more. Mostly that is the
/// caller's, which also sees what never arrived.
final class Counts {

    private static final String REPORTER = "reporter";

    private final SampleGrid grid;

    /// @param grid its points are the ends of the windows, its first one the begin of the first
    Counts(SampleGrid grid) {
        this.grid = grid;
    }

    /// The answers of one side.
    record Side(List<Series> bad, List<Series> all) {}

    MetricData requests(String name, Side control, Side experiment, boolean inverted) {
        var reporter = reporter(control.all(), experiment.all());
        var controlAll = of(control.all(), reporter);
        var controlBad = of(control.bad(), reporter);
        var experimentAll = of(experiment.all(), reporter);
        var experimentBad = of(experiment.bad(), reporter);
        var windows = IntStream.range(0, grid.size() - 1)
                .mapToObj(index -> new Window(
                        Math.min(controlBad[index], controlAll[index]),
                        controlAll[index],
                        Math.min(experimentBad[index], experimentAll[index]),
                        experimentAll[index]))
                .toList();
        return new MetricData.Requests(
                pair(
                        name,
                        windows.stream().mapToDouble(window -> percent(window.controlRate(), inverted)),
                        windows.stream().mapToDouble(window -> percent(window.experimentRate(), inverted))),
                windows);
    }

    private static double percent(double rate, boolean inverted) {
        return 100 * (inverted ? 1 - rate : rate);
    }

    MetricData latencies(String name, double quantile, List<Series> control, List<Series> experiment) {
        var reporter = reporter(control, experiment);
        var bounds = Stream.concat(control.stream(), experiment.stream())
                .mapToDouble(Counts::bound)
                .filter(Double::isFinite)
                .distinct()
                .sorted()
                .toArray();
        var controlWindows = histograms(own(control, reporter), bounds);
        var experimentWindows = histograms(own(experiment, reporter), bounds);
        return new MetricData.Latencies(
                pair(
                        name,
                        controlWindows.stream().mapToDouble(window -> window.quantile(quantile)),
                        experimentWindows.stream().mapToDouble(window -> window.quantile(quantile))),
                quantile,
                controlWindows,
                experimentWindows);
    }

    private List<Histogram> histograms(List<Series> buckets, double[] bounds) {
        var cumulative = Increments.by("le", buckets, grid);
        var byBound = new double[bounds.length + 1][];
        var nothing = new double[Math.max(0, grid.size() - 1)];
        Arrays.fill(byBound, nothing);
        cumulative.forEach((le, increments) -> {
            var at = Arrays.binarySearch(bounds, number(le));
            byBound[at >= 0 ? at : bounds.length] = increments;
        });
        return IntStream.range(0, nothing.length)
                .mapToObj(window -> new Histogram(bounds, counts(byBound, window)))
                .toList();
    }

    /// Prometheus counts in each bucket what lies in those below it, too.
    private static long[] counts(double[][] byBound, int window) {
        var counts = new long[byBound.length];
        var below = 0L;
        for (var bucket = 0; bucket < counts.length; bucket++) {
            var upTo = Math.max(below, Math.round(byBound[bucket][window]));
            counts[bucket] = upTo - below;
            below = upTo;
        }
        return counts;
    }

    private String reporter(List<Series> control, List<Series> experiment) {
        var total = (ToDoubleFunction<String>) name -> Stream.of(control, experiment)
                .map(side -> Increments.by(REPORTER, side, grid).get(name))
                .mapToDouble(increments ->
                        increments == null ? 0 : Arrays.stream(increments).sum())
                .sum();
        return new TreeSet<>(Stream.concat(control.stream(), experiment.stream())
                        .map(series -> series.labels().getOrDefault(REPORTER, ""))
                        .toList())
                .stream()
                        .reduce((one, other) -> total.applyAsDouble(other) >= total.applyAsDouble(one) ? other : one)
                        .orElse("");
    }

    private static List<Series> own(List<Series> side, String reporter) {
        return side.stream()
                .filter(series -> series.labels().getOrDefault(REPORTER, "").equals(reporter))
                .toList();
    }

    private long[] of(List<Series> side, String reporter) {
        var increments = Increments.by(REPORTER, side, grid).get(reporter);
        return increments == null
                ? new long[Math.max(0, grid.size() - 1)]
                : Arrays.stream(increments).mapToLong(Math::round).toArray();
    }

    private static MetricPair pair(String name, DoubleStream control, DoubleStream experiment) {
        return new MetricPair(name, name, Map.of(), Samples.of(control.toArray()), Samples.of(experiment.toArray()));
    }

    private static double bound(Series bucket) {
        return number(bucket.labels().getOrDefault("le", ""));
    }

    private static double number(String le) {
        try {
            return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }
}
