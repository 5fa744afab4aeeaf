package io.gennaker.spinnaker.trigger;

import java.util.Optional;

/// Java's regular expressions for tags as patterns of `*` and `?`, where both say the same.
final class TagPattern {
    private static final String TAG_CHARACTERS = "[A-Za-z0-9_-]";

    private TagPattern() {}

    /// The pattern that fits the same tags; empty when there is none.
    ///
    /// @param regex for the whole tag
    static Optional<String> of(String regex) {
        String body = regex.strip();
        body = body.startsWith("^") ? body.substring(1) : body;
        body = body.endsWith("$") && !body.endsWith("\\$") ? body.substring(0, body.length() - 1) : body;
        var pattern = new StringBuilder();
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            char next = i + 1 < body.length() ? body.charAt(i + 1) : ' ';
            if (c == '.' && (next == '*' || next == '+')) {
                pattern.append(next == '*' ? "*" : "?*");
                i++;
            } else if (c == '.' && (next == '?' || next == '{')) {
                return Optional.empty();
            } else if (c == '.') {
                pattern.append('?');
            } else if (c == '\\' && (next == '.' || next == '-' || next == '_')) {
                pattern.append(next);
                i++;
            } else if (String.valueOf(c).matches(TAG_CHARACTERS)) {
                pattern.append(c);
            } else {
                return Optional.empty();
            }
        }
        return pattern.isEmpty() || pattern.length() > 128 ? Optional.empty() : Optional.of(pattern.toString());
    }
}
