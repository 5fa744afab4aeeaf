package io.gennaker.pipeline.definition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// What a text must be like, as a whole: `*` stands for any characters, `?` for one; after `regex:` a regular
/// expression; after `semver:` a [VersionRange]. None takes more time than the text is long.
public sealed interface TextPattern {
    /// No tag has a colon.
    String SEMVER = "semver:";

    String REGEX = "regex:";
    TextPattern ANY = new Glob("*");

    boolean fits(String text);

    /// As a user writes it.
    String source();

    /// @throws IllegalArgumentException saying what is allowed
    static TextPattern parse(String source) {
        if (source.startsWith(SEMVER)) {
            try {
                return new Versions(source, VersionRange.parse(source.substring(SEMVER.length())));
            } catch (IllegalArgumentException unreadable) {
                throw new IllegalArgumentException("'semver:' and " + VersionRange.ALLOWED, unreadable);
            }
        }
        if (source.startsWith(REGEX)) {
            try {
                return new Regular(source, Pattern.compile(source.substring(REGEX.length())));
            } catch (PatternSyntaxException unreadable) {
                throw new IllegalArgumentException(
                        "'regex:' and a regular expression as RE2 knows it; " + unreadable.getDescription(),
                        unreadable);
            }
        }
        return new Glob(source);
    }

    record Versions(String source, VersionRange range) implements TextPattern {
        @Override
        public boolean fits(String text) {
            return range.contains(text);
        }
    }

    record Regular(String source, Pattern pattern) implements TextPattern {
        @Override
        public boolean fits(String text) {
            return pattern.matches(text);
        }
    }

    record Glob(String source) implements TextPattern {
        /// Without backtracking over earlier ones: on a mismatch only the last `*` takes one character more.
        @Override
        public boolean fits(String text) {
            int p = 0;
            int star = -1;
            int retry = 0;
            for (int t = 0; t < text.length(); ) {
                if (p < source.length() && source.charAt(p) == '*') {
                    star = p++;
                    retry = t;
                } else if (p < source.length() && (source.charAt(p) == '?' || source.charAt(p) == text.charAt(t))) {
                    p++;
                    t++;
                } else if (star >= 0) {
                    p = star + 1;
                    t = ++retry;
                } else {
                    return false;
                }
            }
            return source.substring(p).chars().allMatch(c -> c == '*');
        }
    }
}
