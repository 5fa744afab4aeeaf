package io.gennaker.console.http;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads what callers give; every refusal says what was found and what is allowed.
final class Given {
    private static final int LARGEST_PAGE = 200;
    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_REMARK = 2_000;

    private Given() {}

    /// Length of a page of a list.
    static int limit(@Nullable String text, int unlessGiven) {
        if (text == null) {
            return unlessGiven;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LARGEST_PAGE) {
                return limit;
            }
        } catch (NumberFormatException notNumber) {
            // Told below, as any other wrong limit.
        }
        throw new IllegalArgumentException("limit is '" + text + "'; allowed is 1 to " + LARGEST_PAGE);
    }

    /// A name that a list is filtered by.
    static @Nullable String name(String what, @Nullable String text) {
        return text == null ? null : bounded(what, text, LONGEST_NAME);
    }

    /// What makes a request repeatable; a new one each time when it is left out.
    static String requestKey(String what, @Nullable String text) {
        return text == null ? UUID.randomUUID().toString() : bounded(what, text, LONGEST_NAME);
    }

    /// Texts by name; none when they were left out.
    static Map<String, String> texts(String what, @Nullable Map<String, @Nullable String> given) {
        if (given == null) {
            return Map.of();
        }
        given.forEach((name, text) -> {
            if (text == null) {
                throw new IllegalArgumentException(what + "." + name + " is null; allowed is a text");
            }
            storable("a name in " + what, name);
            storable(what + "." + name, text);
        });
        return Map.copyOf(given);
    }

    /// What a person says about an act of theirs.
    static @Nullable String remark(String what, @Nullable String text) {
        return text == null || text.isBlank() ? null : bounded(what, text, LONGEST_REMARK);
    }

    private static String bounded(String what, String text, int longest) {
        if (text.length() > longest) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters; at most " + longest + " are allowed");
        }
        return storable(what, text);
    }

    /// Postgres holds every character but one.
    static String storable(String what, String text) {
        int at = text.indexOf('\0');
        if (at >= 0) {
            throw new IllegalArgumentException(
                    what + " has NUL as character " + (at + 1) + "; allowed are all characters but that");
        }
        return text;
    }
}
