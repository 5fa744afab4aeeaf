package io.gennaker.analysis.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What counters added between the points of a grid.
///
/// Each series by itself: one that begins late began at zero, so its first value counts; one that falls was reset and
/// counts from zero; over a gap the difference counts where the series comes back.
public final class Increments {

    private Increments() {}

    /// Sums by the value of a label; one value less than the grid has points.
    public static Map<String, double[]> by(String label, List<Series> answer, SampleGrid grid) {
        var sums = new LinkedHashMap<String, double[]>();
        for (var series : answer) {
            var sum = sums.computeIfAbsent(
                    series.labels().getOrDefault(label, ""), _ -> new double[Math.max(0, grid.size() - 1)]);
            add(grid.align(series), sum);
        }
        return sums;
    }

    private static void add(double[] counter, double[] sum) {
        var before = Double.isNaN(counter[0]) ? 0.0 : counter[0];
        for (var index = 1; index < counter.length; index++) {
            if (!Double.isNaN(counter[index])) {
                sum[index - 1] += counter[index] < before ? counter[index] : counter[index] - before;
                before = counter[index];
            }
        }
    }
}
