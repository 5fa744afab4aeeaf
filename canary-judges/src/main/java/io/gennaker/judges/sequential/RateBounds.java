package io.gennaker.judges.sequential;

import java.util.function.DoublePredicate;

/// Anytime-valid bounds of the mean rate of one side so far, one-sided.
///
/// For independent trials with whatever probabilities, `exp(l S - sum of log(1 - p + p exp(l)))` is a martingale for
/// each `l`. The logarithm is concave in `p`, so the sum is at most `n` times its value at the mean probability: with
/// the mean in place of the single ones it is no larger (Howard, Ramdas, McAuliffe, Sekhon, Ann. Stat. 2021, section 3,
/// with Jensen's inequality). Mixed over several `l`, it ever reaches `1 / alpha` with probability alpha at most. The
/// rate may change over time; what is bounded is its mean over the trials seen.
final class RateBounds {

    private static final int TILTS = 24;
    private static final double LEAST_TILT = 0.005;
    private static final double GREATEST_TILT = 8.0;
    private static final int HALVINGS = 50;

    private RateBounds() {}

    static double lower(long events, long trials, double alpha) {
        if (events == 0) {
            return 0.0;
        }
        var mean = (double) events / trials;
        return edge(0.0, mean, rate -> evidence(events, trials, rate, 1) >= 1 / alpha);
    }

    static double upper(long events, long trials, double alpha) {
        if (events == trials) {
            return 1.0;
        }
        var mean = (double) events / trials;
        return 1 - edge(0.0, 1 - mean, rest -> evidence(events, trials, 1 - rest, -1) >= 1 / alpha);
    }

    /// Where a condition that holds from below ends.
    private static double edge(double from, double to, DoublePredicate holds) {
        var low = from;
        var high = to;
        for (var halving = 0; halving < HALVINGS; halving++) {
            var middle = (low + high) / 2;
            if (holds.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double evidence(long events, long trials, double rate, int sign) {
        var sum = 0.0;
        var factor = Math.pow(GREATEST_TILT / LEAST_TILT, 1.0 / (TILTS - 1));
        for (var index = 0; index < TILTS; index++) {
            var tilt = sign * LEAST_TILT * Math.pow(factor, index);
            sum += Math.exp(tilt * events - trials * Math.log1p(rate * Math.expm1(tilt)));
        }
        return sum / TILTS;
    }
}
