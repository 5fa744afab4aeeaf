package io.gennaker.analysis.traffic;

import java.util.function.DoublePredicate;

/// Where the true share lies, by the exact bound of Clopper and Pearson: whatever the share is, the interval misses it
/// with at most the probability that is left over, also for a few requests and for shares of nothing or everything.
///
/// @param lower 0 to 1
/// @param upper 0 to 1
public record ShareInterval(double lower, double upper) {

    private static final int HALVINGS = 50;
    private static final int MOST_TERMS = 10_000;
    private static final double PRECISE = 1e-12;
    private static final double TINY = 1e-300;

    /// @param hits of the trials; 0 to trials
    /// @param confidence between 0 and 1
    public static ShareInterval of(long hits, long trials, double confidence) {
        if (hits < 0 || hits > trials || trials < 1) {
            throw new IllegalArgumentException("found " + hits + " of " + trials + " requests, must be 0 to all of 1");
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence: found " + confidence + ", must be between 0 and 1");
        }
        var tail = (1 - confidence) / 2;
        var lower = hits == 0 ? 0 : boundary(share -> atLeast(hits, trials, share) < tail);
        var upper = hits == trials ? 1 : boundary(share -> 1 - atLeast(hits + 1, trials, share) > tail);
        return new ShareInterval(lower, upper);
    }

    /// The share up to which something holds.
    private static double boundary(DoublePredicate holds) {
        var low = 0.0;
        var high = 1.0;
        for (var halving = 0; halving < HALVINGS; halving++) {
            var middle = (low + high) / 2;
            if (holds.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /// Probability of so many hits or more: the regularised incomplete beta function of `hits` and `trials - hits + 1`.
    private static double atLeast(long hits, long trials, double share) {
        double misses = trials - hits + 1.0;
        var front = Math.exp(logGamma(trials + 1.0)
                - logGamma(hits)
                - logGamma(misses)
                + hits * Math.log(share)
                + misses * Math.log1p(-share));
        return share < (hits + 1) / (hits + misses + 2)
                ? front * fraction(hits, misses, share) / hits
                : 1 - front * fraction(misses, hits, 1 - share) / misses;
    }

    /// The continued fraction of the incomplete beta function, by the method of Lentz.
    private static double fraction(double a, double b, double x) {
        var c = 1.0;
        var d = 1 / away(1 - (a + b) * x / (a + 1));
        var value = d;
        for (var m = 1; m < MOST_TERMS; m++) {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / away(1 + even * d);
            c = away(1 + even / c);
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / away(1 + odd * d);
            c = away(1 + odd / c);
            value *= d * c;
            if (Math.abs(d * c - 1) < PRECISE) {
                return value;
            }
        }
        return value;
    }

    private static double away(double fromZero) {
        return Math.abs(fromZero) < TINY ? TINY : fromZero;
    }

    /// Stirling's series, after moving up to where it is precise.
    private static double logGamma(double x) {
        var moved = x;
        var shift = 0.0;
        while (moved < 15) {
            shift += Math.log(moved);
            moved++;
        }
        var inverse = 1 / moved;
        var square = inverse * inverse;
        var series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
        return (moved - 0.5) * Math.log(moved) - moved + Math.log(2 * Math.PI) / 2 + series - shift;
    }
}
