package io.gennaker.spinnaker.stage;

import java.time.Duration;

/// Durations as the language writes them.
public final class Durations {
    private static final Duration LONGEST = Duration.ofDays(365);

    private Durations() {}

    public static boolean isAllowed(Duration duration) {
        return !duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST) <= 0;
    }

    /// Such as `1h30m`.
    public static String text(Duration duration) {
        String text = part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s")
                + part(duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text;
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }
}
