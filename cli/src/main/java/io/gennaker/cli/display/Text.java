package io.gennaker.cli.display;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations, numbers and widths as people read them.
public final class Text {
    private static final String MORE = "…";
    private static final Pattern PLAIN_WORD = Pattern.compile("[a-zA-Z0-9_./:@%+=,-]+");

    private Text() {}

    /// `850 ms`, `4.2 s`, `1 m 05 s`, `2 h 03 m`, `3 d 04 h`.
    public static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            // Cut, not rounded: 59.96 s are not yet a minute.
            return millis / 1000 + "." + millis / 100 % 10 + " s";
        }
        long seconds = millis / 1000;
        if (seconds < 3_600) {
            return String.format(Locale.ROOT, "%d m %02d s", seconds / 60, seconds % 60);
        }
        long minutes = seconds / 60;
        if (minutes < 24 * 60) {
            return String.format(Locale.ROOT, "%d h %02d m", minutes / 60, minutes % 60);
        }
        return String.format(Locale.ROOT, "%d d %02d h", minutes / (24 * 60), minutes / 60 % 24);
    }

    /// From `start` to `end`, or to `now` while there is no end; empty before the start.
    static String between(@Nullable Instant start, @Nullable Instant end, Instant now) {
        return start == null ? "" : duration(Duration.between(start, end == null ? now : end));
    }

    /// A score without needless decimals.
    public static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    /// As a shell reads it back as one word.
    public static String shellWord(String text) {
        return PLAIN_WORD.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /// A text from outside on one line, without what would move the cursor or change colours.
    public static String clean(String text) {
        return visible(text).strip().replaceAll(" {2,}", " ");
    }

    /// The same with its spaces, for lines whose indentation says something.
    public static String visible(String text) {
        var line = new StringBuilder();
        text.codePoints().forEach(point -> {
            boolean invisible = Character.isISOControl(point)
                    || point == 0x2028
                    || point == 0x2029
                    || (point >= 0x200e && point <= 0x200f)
                    || (point >= 0x202a && point <= 0x202e)
                    || (point >= 0x2066 && point <= 0x2069);
            line.appendCodePoint(invisible ? ' ' : point);
        });
        return line.toString();
    }

    /// Columns that a text without control characters takes.
    static int width(String text) {
        return text.codePoints().map(Text::width).sum();
    }

    private static int width(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(point) ? 2 : 1;
        };
    }

    /// East Asian wide and full-width characters, and emoji: the blocks in which all or nearly all are wide.
    private static boolean isWide(int point) {
        return (point >= 0x1100 && point <= 0x115f)
                || (point >= 0x2e80 && point <= 0xa4cf)
                || (point >= 0xac00 && point <= 0xd7a3)
                || (point >= 0xf900 && point <= 0xfaff)
                || (point >= 0xfe30 && point <= 0xfe6f)
                || (point >= 0xff00 && point <= 0xff60)
                || (point >= 0xffe0 && point <= 0xffe6)
                || (point >= 0x1f300 && point <= 0x1faff)
                || (point >= 0x20000 && point <= 0x3fffd);
    }

    /// A text on one line, cut to what fits.
    public static String cut(String text, int columns) {
        String line = clean(text);
        if (width(line) <= columns) {
            return line;
        }
        return columns < 1 ? "" : head(line, columns - 1).stripTrailing() + MORE;
    }

    /// As much of the beginning as fits.
    private static String head(String text, int columns) {
        int taken = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            taken += width(point);
            if (taken > columns) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }

    /// A text in lines that fit, broken between words; a word that is longer than a line is broken too.
    ///
    /// @param columns at least 2, as some characters take two
    public static List<String> wrap(String text, int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String next : clean(text).split(" ", -1)) {
            String word = next;
            if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (width(word) > columns) {
                String start = head(word, columns);
                lines.add(start);
                word = word.substring(start.length());
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }
}
