package io.gennaker.judges;

import java.util.function.DoubleUnaryOperator;

/// Brent's root finder in the form of R's `zeroin` (Brent 1973, chapter 4).
///
/// The function searched here is a step function, so the point returned depends on the path of the iteration. The steps
/// are therefore those of R, one for one, and must stay so.
final class Brent {

    private static final double TOLERANCE = 1e-4;
    private static final double EPSILON = 2.220446049250313e-16;
    private static final int MOST_STEPS = 1001;

    private final DoubleUnaryOperator function;
    private double a;
    private double b;
    private double c;
    private double fa;
    private double fb;
    private double fc;

    private Brent(DoubleUnaryOperator function, double from, double to) {
        this.function = function;
        a = from;
        b = to;
        c = from;
        fa = function.applyAsDouble(from);
        fb = function.applyAsDouble(to);
        fc = fa;
    }

    /// A point between `from` and `to` where the function changes its sign, to an absolute tolerance of 1e-4.
    static double root(DoubleUnaryOperator function, double from, double to) {
        return new Brent(function, from, to).search();
    }

    private double search() {
        if (Math.abs(fa) <= Double.MIN_VALUE) {
            return a;
        }
        if (Math.abs(fb) <= Double.MIN_VALUE) {
            return b;
        }
        for (var step = 0; step < MOST_STEPS; step++) {
            var previous = b - a;
            putBestFirst();
            var tolerance = 2 * EPSILON * Math.abs(b) + TOLERANCE / 2;
            var bisection = (c - b) / 2;
            if (Math.abs(bisection) <= tolerance || fb == 0.0) {
                return b;
            }
            move(atLeast(tolerance, next(previous, tolerance, bisection)));
        }
        return b;
    }

    private void putBestFirst() {
        if (Math.abs(fc) < Math.abs(fb)) {
            a = b;
            b = c;
            c = a;
            fa = fb;
            fb = fc;
            fc = fa;
        }
    }

    /// Interpolates where the last step was large enough to trust it and the result stays well inside, else bisects.
    private double next(double previous, double tolerance, double bisection) {
        if (!(Math.abs(previous) >= tolerance && Math.abs(fa) > Math.abs(fb))) {
            return bisection;
        }
        var width = c - b;
        double p;
        double q;
        if (a == c) {
            var ratio = fb / fa;
            p = width * ratio;
            q = 1 - ratio;
        } else {
            var ratioAc = fa / fc;
            var ratioBc = fb / fc;
            var ratioBa = fb / fa;
            p = ratioBa * (width * ratioAc * (ratioAc - ratioBc) - (b - a) * (ratioBc - 1));
            q = (ratioAc - 1) * (ratioBc - 1) * (ratioBa - 1);
        }
        if (p > 0) {
            q = -q;
        } else {
            p = -p;
        }
        var inside = p < 0.75 * width * q - Math.abs(tolerance * q) / 2;
        return inside && p < Math.abs(previous * q / 2) ? p / q : bisection;
    }

    private static double atLeast(double tolerance, double step) {
        if (Math.abs(step) < tolerance) {
            return step > 0 ? tolerance : -tolerance;
        }
        return step;
    }

    private void move(double step) {
        a = b;
        fa = fb;
        b += step;
        fb = function.applyAsDouble(b);
        if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) {
            c = a;
            fc = fa;
        }
    }
}
