package io.gennaker.pipeline.definition;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A range of semantic versions: bounds with a space between them all hold, for example `>=1.2.0 <2.0.0`.
///
/// `^1.2.3` is up to the next number that may break (`<2.0.0`; `^0.2.3` is `<0.3.0`), `~1.2.3` up to the next minor
/// one. As in node-semver, a prerelease is in the range only where a bound names a prerelease of the same three
/// numbers.
public record VersionRange(List<Bound> bounds) {
    /// What a user may write.
    public static final String ALLOWED =
            "versions of three numbers, each after one of = > >= < <= ^ ~ or nothing, with a space between them";

    private static final Pattern BOUND = Pattern.compile("(>=|<=|>|<|=|\\^|~)?(.+)");

    public VersionRange {
        bounds = List.copyOf(bounds);
    }

    /// One end of a range.
    record Bound(String operator, SemanticVersion version) {
        boolean holds(SemanticVersion candidate) {
            int order = candidate.compareTo(version);
            return switch (operator) {
                case ">=" -> order >= 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case "<" -> order < 0;
                default -> order == 0;
            };
        }
    }

    /// @throws IllegalArgumentException naming the bound that cannot be read
    public static VersionRange parse(String text) {
        String bounds = text.strip();
        if (bounds.isEmpty()) {
            throw new IllegalArgumentException("the range of versions is empty; allowed are " + ALLOWED);
        }
        return new VersionRange(Arrays.stream(bounds.split(" +", -1))
                .flatMap(VersionRange::boundsOf)
                .toList());
    }

    /// A tag that is no semantic version is in no range.
    public boolean contains(String tag) {
        return SemanticVersion.parse(tag).filter(this::contains).isPresent();
    }

    private boolean contains(SemanticVersion candidate) {
        boolean named = candidate.prerelease().isEmpty()
                || bounds.stream()
                        .map(Bound::version)
                        .anyMatch(version -> !version.prerelease().isEmpty() && version.sameNumbers(candidate));
        return named && bounds.stream().allMatch(bound -> bound.holds(candidate));
    }

    private static Stream<Bound> boundsOf(String text) {
        Matcher matcher = BOUND.matcher(text);
        if (!matcher.matches()) {
            throw unreadable(text);
        }
        SemanticVersion version = SemanticVersion.parse(matcher.group(2)).orElseThrow(() -> unreadable(text));
        String operator = matcher.group(1) == null ? "=" : matcher.group(1);
        return switch (operator) {
            case "^" -> Stream.of(new Bound(">=", version), new Bound("<", nextBreaking(version)));
            case "~" ->
                Stream.of(
                        new Bound(">=", version),
                        new Bound("<", SemanticVersion.release(version.major(), version.minor() + 1, 0)));
            default -> Stream.of(new Bound(operator, version));
        };
    }

    private static SemanticVersion nextBreaking(SemanticVersion version) {
        if (version.major() > 0) {
            return SemanticVersion.release(version.major() + 1, 0, 0);
        }
        return version.minor() > 0
                ? SemanticVersion.release(0, version.minor() + 1, 0)
                : SemanticVersion.release(0, 0, version.patch() + 1);
    }

    private static IllegalArgumentException unreadable(String bound) {
        return new IllegalArgumentException("'" + bound + "' is no bound of versions; allowed are " + ALLOWED);
    }
}
