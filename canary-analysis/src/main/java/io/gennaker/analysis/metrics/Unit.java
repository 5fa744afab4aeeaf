package io.gennaker.analysis.metrics;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Unit of a metric's values, for people.
///
/// @param suffix what follows a value, with the space before it; empty where the unit is not known
public record Unit(String suffix) {
    public static final Unit PERCENT = new Unit(" %");
    public static final Unit MILLISECONDS = new Unit(" ms");
    public static final Unit PER_SECOND = new Unit("/s");
    /// A query of the user's own that names none.
    public static final Unit NONE = new Unit("");

    /// In these so little is nothing, and below the tolerance of the judge's search; elsewhere it may be all.
    private static final List<Unit> COARSE = List.of(PERCENT, MILLISECONDS, PER_SECOND);

    private static final double NOTHING = 0.005;

    /// As it is written in a definition, for instance `ms` or `/s`.
    public static Unit of(@Nullable String written) {
        return written == null ? NONE : new Unit(written.startsWith("/") ? written : " " + written);
    }

    /// The value with three significant digits, for instance `5.12 %`.
    public String format(double value) {
        var isNothing = Math.abs(value) < NOTHING && COARSE.contains(this);
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
