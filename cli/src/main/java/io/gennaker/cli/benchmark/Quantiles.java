package io.gennaker.cli.benchmark;

import java.util.Arrays;

/// Quantiles of what was measured.
final class Quantiles {
    private Quantiles() {}

    static double of(double[] values, double quantile) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(quantile * sorted.length) - 1)];
    }
}
