package io.gennaker.contracts;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Guards for compact constructors: each says what was found and what is allowed.
final class Check {
    private static final int LONGEST_EXCERPT = 120;
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");

    private Check() {}

    static String text(String what, String value, int longest) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (value.length() > longest) {
            throw new IllegalArgumentException(
                    what + " has " + value.length() + " characters; at most " + longest + " are allowed");
        }
        return value;
    }

    static String matching(String what, String value, Pattern allowed) {
        if (!allowed.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " '" + excerpt(value) + "' does not match " + allowed.pattern());
        }
        return value;
    }

    static int between(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " is " + value + "; allowed is " + least + " to " + most);
        }
        return value;
    }

    static void atMost(String what, int count, int most) {
        if (count > most) {
            throw new IllegalArgumentException(what + ": " + count + "; at most " + most + " are allowed");
        }
    }

    static double between(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(what + " is " + value + "; allowed is " + least + " to " + most);
        }
        return value;
    }

    static Duration positive(String what, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be longer than zero");
        }
        return value;
    }

    static Duration notNegative(String what, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(what + " is " + value + "; it must not be negative");
        }
        return value;
    }

    static double finite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " is " + value + "; allowed is a finite number");
        }
        return value;
    }

    /// A number that JSON cannot carry has no meaning on the bus.
    static @Nullable Double finiteOrNull(@Nullable Double value) {
        return value == null || Double.isFinite(value) ? value : null;
    }

    /// The beginning of `text`, on one line, short enough for an error message.
    static String excerpt(String text) {
        String begin = text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + "...";
        return UNPRINTABLE.matcher(begin).replaceAll("?");
    }
}
