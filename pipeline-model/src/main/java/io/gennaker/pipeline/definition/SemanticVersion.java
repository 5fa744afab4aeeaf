package io.gennaker.pipeline.definition;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version by Semantic Versioning 2.0.0, with or without a leading `v`; build metadata cannot be in a tag.
///
/// @param prerelease identifiers after the `-`; none for a release
record SemanticVersion(long major, long minor, long patch, List<String> prerelease)
        implements Comparable<SemanticVersion> {
    private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
    private static final String IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private static final Pattern TEXT = Pattern.compile(
            "v?" + NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-(" + IDENTIFIER + "(?:\\." + IDENTIFIER + ")*))?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Comparator<SemanticVersion> BY_NUMBERS = Comparator.comparingLong(SemanticVersion::major)
            .thenComparingLong(SemanticVersion::minor)
            .thenComparingLong(SemanticVersion::patch);

    SemanticVersion {
        prerelease = List.copyOf(prerelease);
    }

    static Optional<SemanticVersion> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String identifiers = matcher.group(4);
        return Optional.of(new SemanticVersion(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                identifiers == null ? List.of() : List.of(identifiers.split("\\.", -1))));
    }

    static SemanticVersion release(long major, long minor, long patch) {
        return new SemanticVersion(major, minor, patch, List.of());
    }

    boolean sameNumbers(SemanticVersion other) {
        return BY_NUMBERS.compare(this, other) == 0;
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int numbers = BY_NUMBERS.compare(this, other);
        if (numbers != 0) {
            return numbers;
        }
        if (prerelease.isEmpty() || other.prerelease.isEmpty()) {
            return Boolean.compare(prerelease.isEmpty(), other.prerelease.isEmpty());
        }
        for (int i = 0; i < Math.min(prerelease.size(), other.prerelease.size()); i++) {
            int one = compareIdentifiers(prerelease.get(i), other.prerelease.get(i));
            if (one != 0) {
                return one;
            }
        }
        return Integer.compare(prerelease.size(), other.prerelease.size());
    }

    /// Numbers come before words. They have no leading zeros: the longer number is the greater.
    private static int compareIdentifiers(String left, String right) {
        boolean leftNumber = DIGITS.matcher(left).matches();
        boolean rightNumber = DIGITS.matcher(right).matches();
        if (leftNumber != rightNumber) {
            return leftNumber ? -1 : 1;
        }
        if (leftNumber && left.length() != right.length()) {
            return Integer.compare(left.length(), right.length());
        }
        return left.compareTo(right);
    }
}
