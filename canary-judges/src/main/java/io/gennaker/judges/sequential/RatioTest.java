package io.gennaker.judges.sequential;

import java.util.Arrays;

/// Anytime-valid test of the ratio of two event rates, and its confidence sequence.
///
/// Given the number of events of a window, each belongs to the experiment with probability
/// `p(r) = r n1 / (r n1 + n0)`, where `n1` and `n0` are the trials of the sides and `r` is the ratio of the rates. The
/// common rate is gone, so it may change from window to window (Lindon, Sanden, Shirikian, KDD 2022, arXiv 2205.14762,
/// section 3, for Poisson counts). The product over windows of the likelihood at `r` over that at `r0` is a martingale
/// when `r0` is true, and a supermartingale when the true ratio is less than `r0 < r`. So is a mixture over several
/// `r`. By Ville's inequality it ever reaches `1 / alpha` with probability alpha at most, however often one looks.
///
/// For requests that each fail with one probability on both sides, the events of the experiment are hypergeometric
/// instead of binomial. The likelihood ratio is convex in them, so its expectation is no larger (Hoeffding, JASA 1963,
/// theorem 4): the bound holds, with something to spare.
final class RatioTest {

    /// Twelve steps to a doubling, from 1/32 to 32. The ratios serve as alternatives and as what is tested.
    private static final int HALF = 60;

    private static final double[] LOG_RATIOS = new double[2 * HALF + 1];

    /// Ratios near one are what matters; that far from it any weight will do.
    private static final double[] LOG_WEIGHTS = new double[2 * HALF + 1];

    private static final double[] WEIGHTS = new double[2 * HALF + 1];

    static {
        for (var index = 0; index < LOG_RATIOS.length; index++) {
            LOG_RATIOS[index] = (index - HALF) * Math.log(2) / 12;
            LOG_WEIGHTS[index] = -Math.abs(LOG_RATIOS[index]);
            WEIGHTS[index] = Math.exp(LOG_WEIGHTS[index]);
        }
    }

    private final double[] logLikelihood = new double[LOG_RATIOS.length];
    private final double[] logShare = new double[LOG_RATIOS.length];
    private final double[] logOtherShare = new double[LOG_RATIOS.length];
    private double exposure = Double.NaN;

    /// Bounds of the ratio, each at its own level.
    record Interval(double lower, double upper) {}

    /// @param exposureNow trials of the experiment for each trial of the control
    void add(double experimentEvents, double controlEvents, double exposureNow) {
        if (experimentEvents == 0 && controlEvents == 0) {
            return;
        }
        prepare(exposureNow);
        for (var index = 0; index < logLikelihood.length; index++) {
            logLikelihood[index] += experimentEvents * logShare[index] + controlEvents * logOtherShare[index];
        }
    }

    /// Mostly the exposure stays as it was, and so do the logarithms.
    private void prepare(double exposureNow) {
        if (exposureNow == exposure) {
            return;
        }
        exposure = exposureNow;
        for (var index = 0; index < LOG_RATIOS.length; index++) {
            var odds = Math.exp(LOG_RATIOS[index]) * exposureNow;
            logShare[index] = -Math.log1p(1 / odds);
            logOtherShare[index] = -Math.log1p(odds);
        }
    }

    /// Natural logarithm of the evidence against a ratio of at most 1.
    double evidenceOfIncrease() {
        return evidence(HALF + 1, LOG_RATIOS.length);
    }

    /// Natural logarithm of the evidence against a ratio of at least 1.
    double evidenceOfDecrease() {
        return evidence(0, HALF);
    }

    private double evidence(int from, int to) {
        var greatest = Double.NEGATIVE_INFINITY;
        for (var index = from; index < to; index++) {
            greatest = Math.max(greatest, logLikelihood[index] + LOG_WEIGHTS[index]);
        }
        var sum = 0.0;
        var weights = 0.0;
        for (var index = from; index < to; index++) {
            sum += Math.exp(logLikelihood[index] + LOG_WEIGHTS[index] - greatest);
            weights += WEIGHTS[index];
        }
        return greatest + Math.log(sum / weights) - logLikelihood[HALF];
    }

    /// The ratios that are not rejected at `alpha` on each end.
    Interval interval(double alpha) {
        var needed = -Math.log(alpha);
        return new Interval(lower(needed), upper(needed));
    }

    /// All ratios up to the bound are rejected, so a true ratio below it means that the first one above it was rejected
    /// wrongly.
    private double lower(double needed) {
        var evidence = evidenceFromAbove();
        var index = 0;
        while (index < evidence.length - 1 && evidence[index] >= needed) {
            index++;
        }
        return index == 0 ? 0.0 : Math.exp(LOG_RATIOS[index - 1]);
    }

    private double upper(double needed) {
        var mirrored = mirrored().lower(needed);
        return mirrored == 0.0 ? Double.POSITIVE_INFINITY : 1 / mirrored;
    }

    private RatioTest mirrored() {
        var mirror = new RatioTest();
        for (var index = 0; index < logLikelihood.length; index++) {
            mirror.logLikelihood[index] = logLikelihood[logLikelihood.length - 1 - index];
        }
        return mirror;
    }

    /// Evidence against each ratio by the greater ones.
    private double[] evidenceFromAbove() {
        var evidence = new double[logLikelihood.length];
        Arrays.fill(evidence, Double.NEGATIVE_INFINITY);
        var sum = Double.NEGATIVE_INFINITY;
        var weights = 0.0;
        for (var index = logLikelihood.length - 1; index >= 0; index--) {
            evidence[index] = sum - Math.log(weights) - logLikelihood[index];
            sum = logOfSum(sum, logLikelihood[index] + LOG_WEIGHTS[index]);
            weights += WEIGHTS[index];
        }
        evidence[logLikelihood.length - 1] = Double.NEGATIVE_INFINITY;
        return evidence;
    }

    private static double logOfSum(double one, double other) {
        var greater = Math.max(one, other);
        return one == Double.NEGATIVE_INFINITY ? other : greater + Math.log1p(Math.exp(Math.min(one, other) - greater));
    }
}
