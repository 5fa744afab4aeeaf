package io.gennaker.judges;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// The order in which groups are told and their weights are added up, which decides the last bit of a sum.
public enum GroupOrder {
    /// As the metrics name them.
    AS_NAMED,
    /// As in Kayenta, which keeps them in a map of Scala 2.12: up to four as they are named, more by their hash.
    LIKE_KAYENTA;

    private static final int MOST_IN_NAMED_ORDER = 4;

    /// Five bits of the hash at a time are a level of the map's tree, the lowest first.
    private static final Comparator<String> BY_HASH = (one, other) -> {
        var left = spread(one.hashCode());
        var right = spread(other.hashCode());
        var lowestDifference = Integer.numberOfTrailingZeros(left ^ right);
        var level = lowestDifference / 5 * 5;
        return left == right ? 0 : Integer.compare((left >>> level) & 31, (right >>> level) & 31);
    };

    List<String> of(Collection<String> groups) {
        return switch (this) {
            case AS_NAMED -> List.copyOf(groups);
            case LIKE_KAYENTA ->
                groups.size() <= MOST_IN_NAMED_ORDER
                        ? List.copyOf(groups)
                        : groups.stream().sorted(BY_HASH).toList();
        };
    }

    private static int spread(int hash) {
        var first = hash + ~(hash << 9);
        var second = first ^ (first >>> 14);
        var third = second + (second << 4);
        return third ^ (third >>> 10);
    }
}
