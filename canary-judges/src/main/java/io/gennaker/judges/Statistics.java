package io.gennaker.judges;

/// Summary of one side after missing values and outliers were treated. All zero for no values.
///
/// @param deviation the standard deviation of the sample (divisor n - 1); 0 for a single value
public record Statistics(int count, double min, double max, double mean, double deviation) {

    public static Statistics of(Samples samples) {
        if (samples.isEmpty()) {
            return new Statistics(0, 0.0, 0.0, 0.0, 0.0);
        }
        var values = samples.values();
        var mean = mean(values);
        return new Statistics(values.length, least(values), greatest(values), mean, Math.sqrt(variance(values, mean)));
    }

    private static double least(double[] values) {
        var least = values[0];
        for (var value : values) {
            least = least < value ? least : value;
        }
        return least;
    }

    private static double greatest(double[] values) {
        var greatest = values[0];
        for (var value : values) {
            greatest = greatest > value ? greatest : value;
        }
        return greatest;
    }

    /// The mean in two passes: the second adds the mean of what the first left over, which removes most of its rounding
    /// error.
    static double mean(Samples samples) {
        return mean(samples.values());
    }

    private static double mean(double[] values) {
        var first = sum(values) / values.length;
        var left = 0.0;
        for (var value : values) {
            left += value - first;
        }
        return first + left / values.length;
    }

    /// Variance with the correction for a mean that is not exact (Chan, Golub and LeVeque 1983).
    private static double variance(double[] values, double mean) {
        if (values.length == 1) {
            return 0.0;
        }
        var squares = 0.0;
        var sum = 0.0;
        for (var value : values) {
            var difference = value - mean;
            squares += difference * difference;
            sum += difference;
        }
        return (squares - sum * sum / values.length) / (values.length - 1);
    }

    /// Plain left to right: `DoubleStream.sum` compensates, which would differ in the last bits from the reference.
    private static double sum(double[] values) {
        var sum = 0.0;
        for (var value : values) {
            sum += value;
        }
        return sum;
    }
}
