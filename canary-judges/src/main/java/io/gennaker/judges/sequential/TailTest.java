package io.gennaker.judges.sequential;

import io.gennaker.judges.sequential.Look.Finding;
import org.jspecify.annotations.Nullable;

/// Watches a quantile: a request is bad when it is slower than the quantile of both sides together so far.
///
/// The limit of each window comes from the windows before it alone, so given the past it is fixed, and canary and
/// baseline exceed it equally often when they are alike: the test stays exactly a [SequentialTest], whatever the
/// distribution and however it changes with time on both sides. The first window with requests only sets the limit. A
/// canary whose 99th percentile is worse exceeds the common one more often, and that is what is reported: the ratio of
/// slow shares.
public final class TailTest {

    private final double slowShare;
    private final SequentialTest test;
    private @Nullable Histogram before;
    private double limit = Double.NaN;

    /// @param quantile for instance 0.99
    public TailTest(double quantile, Terms terms) {
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("quantile: found " + quantile + ", must lie between 0 and 1");
        }
        this.slowShare = 1 - quantile;
        this.test = new SequentialTest(terms);
    }

    /// Both with the same bounds, at all times.
    public Finding add(Histogram control, Histogram experiment) {
        var both = control.plus(experiment);
        // a window without requests sets no limit; that of a source without series has no bounds either
        if (both.total() == 0 || both.bounds().length == 0) {
            return test.add(Window.NONE);
        }
        var window = before == null ? Window.NONE : window(before, control, experiment);
        before = before == null ? both : before.plus(both);
        return test.add(window);
    }

    private Window window(Histogram past, Histogram control, Histogram experiment) {
        var bucket = bucket(past);
        limit = past.bounds()[bucket];
        return new Window(control.beyond(bucket), control.total(), experiment.beyond(bucket), experiment.total());
    }

    /// The bound that leaves the share nearest to the wanted one beyond it, as a factor; buckets may be coarse.
    private int bucket(Histogram past) {
        var total = (double) past.total();
        var best = 0;
        var bestDistance = Double.POSITIVE_INFINITY;
        for (var bucket = 0; bucket < past.bounds().length; bucket++) {
            var distance = Math.abs(Math.log(past.beyond(bucket) / total / slowShare));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = bucket;
            }
        }
        return best;
    }

    /// What counts as slow since the last window with requests; NaN before the second of them.
    public double limit() {
        return limit;
    }

    public Look look() {
        return test.look();
    }
}
