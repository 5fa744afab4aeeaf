package io.gennaker.judges.kayenta.reference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/// The rank test with everything ranked anew at each shift, by the library that Kayenta ranks with.
final class SlowMannWhitney {

    final double lower;
    final double upper;
    final double estimate;

    private final double[] x;
    private final double[] y;

    SlowMannWhitney(double[] x, double[] y, double confidence) {
        this.x = x;
        this.y = y;
        var leastShift = least(x) - greatest(y);
        var greatestShift = greatest(x) - least(y);
        var quantile = new NormalDistribution(0, 1).inverseCumulativeProbability((1.0 - confidence) / 2);
        lower = bound(-quantile, leastShift, greatestShift);
        upper = bound(quantile, leastShift, greatestShift);
        estimate = zero(shift -> statistic(shift, 0), leastShift, greatestShift);
    }

    /// Of equal ones the first, as Scala has it; 0.0 and -0.0 are equal, and NaN is passed over unless it comes last.
    private static double least(double[] values) {
        return Arrays.stream(values)
                .reduce((one, other) -> one <= other ? one : other)
                .orElseThrow();
    }

    private static double greatest(double[] values) {
        return Arrays.stream(values)
                .reduce((one, other) -> one >= other ? one : other)
                .orElseThrow();
    }

    private double bound(double quantile, double leastShift, double greatestShift) {
        if (statistic(leastShift, quantile) <= 0) {
            return leastShift;
        }
        if (statistic(greatestShift, quantile) >= 0) {
            return greatestShift;
        }
        return zero(shift -> statistic(shift, quantile), leastShift, greatestShift);
    }

    private double statistic(double shift, double quantile) {
        double m = x.length;
        double n = y.length;
        var all = new double[x.length + y.length];
        for (var index = 0; index < x.length; index++) {
            all[index] = x[index] - shift;
        }
        System.arraycopy(y, 0, all, x.length, y.length);
        var ranks = new NaturalRanking(NaNStrategy.MAXIMAL, TiesStrategy.AVERAGE).rank(all);
        var counts = new HashMap<Double, Integer>();
        for (var rank : ranks) {
            counts.merge(rank, 1, Integer::sum);
        }
        var ties = 0.0;
        for (var count : counts.values()) {
            ties += Math.pow(count, 3) - count;
        }
        var difference = Arrays.stream(ranks, 0, x.length).sum() - m * (m + 1) / 2 - m * n / 2;
        var correction = Double.isNaN(Math.signum(difference)) ? 0 : Math.signum(difference) * 0.5;
        var sigma = Math.sqrt((m * n / 12) * ((m + n + 1) - ties / ((m + n) * (m + n - 1))));
        if (sigma == 0) {
            throw new IllegalArgumentException("all observations are tied");
        }
        return (difference - correction) / sigma - quantile;
    }

    /// R's `zeroin`, by its letters.
    private static double zero(DoubleUnaryOperator f, double ax, double bx) {
        double a = ax;
        double b = bx;
        double c = a;
        double fa = f.applyAsDouble(ax);
        double fb = f.applyAsDouble(bx);
        double fc = fa;
        if (Math.abs(fa) <= Double.MIN_VALUE) {
            return a;
        }
        if (Math.abs(fb) <= Double.MIN_VALUE) {
            return b;
        }
        for (int left = 1001; left > 0; left--) {
            double previous = b - a;
            if (Math.abs(fc) < Math.abs(fb)) {
                a = b;
                b = c;
                c = a;
                fa = fb;
                fb = fc;
                fc = fa;
            }
            double tol = 2 * 2.220446049250313E-16 * Math.abs(b) + 1e-4 / 2;
            double step = (c - b) / 2;
            if (Math.abs(step) <= tol || fb == 0) {
                return b;
            }
            if (Math.abs(previous) >= tol && Math.abs(fa) > Math.abs(fb)) {
                double cb = c - b;
                double p;
                double q;
                if (a == c) {
                    double t1 = fb / fa;
                    p = cb * t1;
                    q = 1.0 - t1;
                } else {
                    q = fa / fc;
                    double t1 = fb / fc;
                    double t2 = fb / fa;
                    p = t2 * (cb * q * (q - t1) - (b - a) * (t1 - 1.0));
                    q = (q - 1.0) * (t1 - 1.0) * (t2 - 1.0);
                }
                if (p > 0) {
                    q = -q;
                } else {
                    p = -p;
                }
                if (p < 0.75 * cb * q - Math.abs(tol * q) / 2 && p < Math.abs(previous * q / 2)) {
                    step = p / q;
                }
            }
            if (Math.abs(step) < tol) {
                step = step > 0 ? tol : -tol;
            }
            a = b;
            fa = fb;
            b += step;
            fb = f.applyAsDouble(b);
            if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) {
                c = a;
                fc = fa;
            }
        }
        return b;
    }
}
