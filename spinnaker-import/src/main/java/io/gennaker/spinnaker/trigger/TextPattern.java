package io.gennaker.spinnaker.trigger;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Java's regular expressions as patterns of the language: `regex:` and the same expression, where RE2 has all of it.
final class TextPattern {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/-]{1,200}");
    /// Looking around, groups that are atomic or named otherwise, possessive repetition, references back.
    private static final Pattern BEYOND_RE2 = Pattern.compile("\\(\\?(?!:|i\\)|i:)|[*+?}]\\+|\\\\[1-9kGZ]|&&");
    private static final int LONGEST = 400;

    private TextPattern() {}

    /// For the whole text.
    static Optional<String> whole(String regex) {
        return PLAIN.matcher(regex).matches() ? Optional.of(regex) : expression(regex, regex);
    }

    /// Anywhere in the text.
    static Optional<String> within(String regex) {
        return PLAIN.matcher(regex).matches()
                ? Optional.of("*" + regex + "*")
                : expression(regex, "(?:.|\\n)*(?:" + regex + ")(?:.|\\n)*");
    }

    private static Optional<String> expression(String regex, String written) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException malformed) {
            return Optional.empty();
        }
        boolean fits = written.length() <= LONGEST && !BEYOND_RE2.matcher(regex).find() && !regex.contains("${{");
        return fits ? Optional.of("regex:" + written) : Optional.empty();
    }
}
