package io.gennaker.judges;

/// Sizes of the difference between two samples that are not empty.
final class Effects {

    private Effects() {}

    static double size(EffectSize.Measure measure, Samples experiment, Samples control) {
        return switch (measure) {
            case MEAN_RATIO -> meanRatio(experiment, control);
            case CLES -> commonLanguage(experiment, control);
        };
    }

    static double meanRatio(Samples experiment, Samples control) {
        var experimentMean = Statistics.mean(experiment);
        var controlMean = Statistics.mean(control);
        return experimentMean == 0.0 || controlMean == 0.0 ? Double.NaN : experimentMean / controlMean;
    }

    /// Probability that a value of the experiment exceeds one of the control, from the rank sum (Vargha and Delaney
    /// 2000).
    private static double commonLanguage(Samples experiment, Samples control) {
        var m = (double) experiment.size();
        var n = (double) control.size();
        var rankSum =
                Ranks.ofSorted(experiment.ascending(), control.ascending()).sumOfFirst();
        return (2 * rankSum - m * (m + 1)) / (2 * n * m);
    }
}
