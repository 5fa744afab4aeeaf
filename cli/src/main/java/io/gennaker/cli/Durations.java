package io.gennaker.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/// Durations as people type them: `30s`, `10m`, `2h`, `7d`, or ISO 8601 as in `PT1M30S`.
final class Durations {
    private static final Pattern SIMPLE = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(365);

    private Durations() {}

    static Duration parse(String text) {
        Duration duration = read(text);
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw refused(text);
        }
        return duration;
    }

    private static Duration read(String text) {
        Matcher simple = SIMPLE.matcher(text);
        if (!simple.matches()) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException unreadable) {
                throw refused(text);
            }
        }
        long amount = Long.parseLong(simple.group(1));
        return switch (simple.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static TypeConversionException refused(String text) {
        return new TypeConversionException(
                "found '" + text + "'; allowed are durations up to 365 days such as 30s, 10m, 2h, 7d or PT1M30S");
    }
}
