package io.gennaker.judges;

import java.util.Arrays;
import java.util.Optional;

/// The shift between two samples by the Mann-Whitney rank test: its estimate and its 98 % confidence interval, found as
/// the shifts at which the normal approximation of the test statistic crosses the quantiles (the root-finding form of
/// R's `wilcox.test`). The continuity correction stays on for the estimate too, as in Kayenta and unlike R.
final class MannWhitney {

    /// Confidence of the interval; two-sided.
    static final double CONFIDENCE = 0.98;

    /// The standard normal quantile of that confidence. Written out because the libraries differ in its last bit, and
    /// the last bit decides the path of [Brent] on borderline data.
    static final double QUANTILE = 2.326347874040841;

    private static final long TIED = -1;

    /// The shift of the experiment against the control, in the metric's unit.
    record Shift(double lower, double upper, double estimate) {}

    /// Both in ascending order: a shift moves all values of one side alike, so it keeps their order.
    private final double[] experiment;

    private final double[] control;
    private final double[] moved;
    private final boolean isControlDistinct;
    private final double sigmaWithoutTies;
    private final double leastShift;
    private final double greatestShift;
    private final double atLeast;
    private final double atGreatest;

    private MannWhitney(double[] experiment, double[] control) {
        this.experiment = experiment;
        this.control = control;
        moved = new double[experiment.length];
        isControlDistinct = isDistinct(control);
        sigmaWithoutTies = sigma(0.0, experiment.length, control.length);
        leastShift = experiment[0] - control[control.length - 1];
        greatestShift = experiment[experiment.length - 1] - control[0];
        atLeast = measure(leastShift);
        atGreatest = measure(greatestShift);
    }

    /// Empty when at some shift that was tried all values are tied, so that there is no variance to measure by.
    static Optional<Shift> shift(Samples experiment, Samples control) {
        try {
            return Optional.of(new MannWhitney(experiment.ascending(), control.ascending()).shift());
        } catch (AllTied _) {
            return Optional.empty();
        }
    }

    /// Whether the test at no shift tells the sides apart at the confidence of this class. Neither may be empty, and
    /// there must be two distinct values.
    static boolean differ(Samples experiment, Samples control) {
        var statistic = standardised(
                Ranks.ofSorted(experiment.ascending(), control.ascending()), experiment.size(), control.size());
        return Math.abs(statistic) > QUANTILE;
    }

    private Shift shift() {
        return new Shift(
                bound(QUANTILE),
                bound(-QUANTILE),
                Brent.root(shift -> statistic(shift, 0.0), leastShift, greatestShift));
    }

    private double bound(double quantile) {
        if (statistic(leastShift, quantile) <= 0) {
            return leastShift;
        }
        if (statistic(greatestShift, quantile) >= 0) {
            return greatestShift;
        }
        return Brent.root(shift -> statistic(shift, quantile), leastShift, greatestShift);
    }

    /// The standardised statistic of the experiment moved back by `shift`, less the quantile. It falls in steps as the
    /// shift grows. Every search begins at both ends, which are therefore measured once.
    private double statistic(double shift, double quantile) {
        if (shift == leastShift) {
            return atLeast - quantile;
        }
        return (shift == greatestShift ? atGreatest : measure(shift)) - quantile;
    }

    private double measure(double shift) {
        var pairs = isControlDistinct && Double.isFinite(shift) ? pairsAbove(shift) : TIED;
        return pairs == TIED
                ? measureByRanks(shift)
                : standardised(pairs - (double) experiment.length * control.length / 2, sigmaWithoutTies);
    }

    /// Whether all values are finite and no two are tied.
    private static boolean isDistinct(double[] ascending) {
        for (var index = 1; index < ascending.length; index++) {
            if (!(ascending[index - 1] < ascending[index])) {
                return false;
            }
        }
        return Double.isFinite(ascending[0]) && Double.isFinite(ascending[ascending.length - 1]);
    }

    /// Pairs of which the moved experiment's value is the greater one: the rank sum less what it is at least. One pass,
    /// without ranks and without a copy, which are needed only where values are tied.
    private long pairsAbove(double shift) {
        var pairs = 0L;
        var below = 0;
        var previous = Double.NaN;
        for (var unmoved : experiment) {
            var value = unmoved - shift;
            while (below < control.length && control[below] < value) {
                below++;
            }
            if (value == previous || (below < control.length && control[below] == value)) {
                return TIED;
            }
            pairs += below;
            previous = value;
        }
        return pairs;
    }

    private double measureByRanks(double shift) {
        for (var index = 0; index < moved.length; index++) {
            moved[index] = ranked(experiment[index] - shift);
        }
        if (!Double.isFinite(shift)) {
            Arrays.sort(moved);
        }
        return standardised(Ranks.ofSorted(moved, control), experiment.length, control.length);
    }

    /// Infinity less infinity is NaN, which the reference ranks as the greatest, tied with infinity.
    static double ranked(double value) {
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private static double standardised(Ranks ranks, double m, double n) {
        return standardised(ranks.sumOfFirst() - m * (m + 1) / 2 - m * n / 2, sigma(ranks.tieTerm(), m, n));
    }

    private static double sigma(double tieTerm, double m, double n) {
        return Math.sqrt((m * n / 12) * ((m + n + 1) - tieTerm / ((m + n) * (m + n - 1))));
    }

    private static double standardised(double centred, double sigma) {
        var correction = 0.5 * signOrZero(centred);
        if (sigma == 0.0) {
            throw new AllTied();
        }
        return (centred - correction) / sigma;
    }

    private static double signOrZero(double value) {
        return Double.isNaN(value) ? 0.0 : Math.signum(value);
    }

    /// Ends a search from inside the function searched. Carries no stack: it is an answer, not a fault.
    private static final class AllTied extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AllTied() {
            super("all values are tied", null, false, false);
        }
    }
}
