package io.gennaker.judges;

/// Treats missing values, then outliers, of one side. The sides are never looked at together.
final class Preparation {

    private Preparation() {}

    static Samples prepare(Samples raw, MetricConfig metric) {
        return withoutOutliers(withoutMissing(raw, metric.nanStrategy()), metric.outliers());
    }

    private static Samples withoutMissing(Samples samples, NanStrategy strategy) {
        return switch (strategy) {
            case REMOVE -> samples.keep(value -> !Double.isNaN(value));
            case REPLACE -> samples.map(value -> Double.isNaN(value) ? 0.0 : value);
        };
    }

    private static Samples withoutOutliers(Samples samples, Outliers outliers) {
        return switch (outliers) {
            case Outliers.Keep _ -> samples;
            case Outliers.Remove remove when samples.isEmpty() -> samples;
            case Outliers.Remove remove -> withinFences(samples, remove.factor());
        };
    }

    /// Tukey's fences, widened to the first and the 99th percentile so that a side of many extreme values keeps them.
    private static Samples withinFences(Samples samples, double factor) {
        var sorted = samples.ascending();
        var lowerQuartile = percentile(sorted, 25);
        var upperQuartile = percentile(sorted, 75);
        var reach = factor * (upperQuartile - lowerQuartile);
        var lower = Math.min(percentile(sorted, 1), lowerQuartile - reach);
        var upper = Math.max(percentile(sorted, 99), upperQuartile + reach);
        return samples.keep(value -> !(value > upper || value < lower));
    }

    /// Percentile by linear interpolation, R's type 7 (Hyndman and Fan 1996).
    static double percentile(double[] sorted, double percent) {
        if (sorted.length == 1) {
            return sorted[0];
        }
        var position = 1 + (sorted.length - 1) * (percent / 100);
        var below = (int) Math.floor(position);
        if (below >= sorted.length) {
            return sorted[sorted.length - 1];
        }
        var lower = sorted[below - 1];
        return lower + (position - below) * (sorted[below] - lower);
    }
}
