package io.gennaker.judgement.http;

import io.gennaker.contracts.OperationId;
import org.jspecify.annotations.Nullable;

/// An operation's id from a query parameter: it contains slashes, so it is no part of a path.
final class JudgementId {
    private static final int LONGEST_EXCERPT = 200;
    private static final String NOT_IN_A_LINE = "[\\p{Cc}\\p{Zl}\\p{Zp}\"]";

    private JudgementId() {}

    /// What was found, for the log: whoever calls must not write lines of their own there.
    static String excerpt(@Nullable String text) {
        String found = String.valueOf(text);
        return found.substring(0, Math.min(LONGEST_EXCERPT, found.length())).replaceAll(NOT_IN_A_LINE, "?");
    }

    /// @throws IllegalArgumentException when it is none; says what was found and what is allowed
    static OperationId parse(String parameter, @Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException(
                    "query parameter " + parameter + " is missing: the id of the " + parameter + ", URL-encoded");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "query parameter " + parameter + " has a control character, which no id has");
        }
        try {
            return new OperationId(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "query parameter " + parameter + ": " + malformed.getMessage(), malformed);
        }
    }
}
