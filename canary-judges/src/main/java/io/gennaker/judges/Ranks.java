package io.gennaker.judges;

import java.util.Arrays;

/// Ranks of two sides among each other, ascending from 1, ties sharing their average rank.
///
/// @param sumOfFirst the sum of the ranks of the first side
/// @param tieTerm the sum of t³ - t over the groups of t tied values
record Ranks(double sumOfFirst, double tieTerm) {

    static Ranks of(double[] first, double[] second) {
        var firstSorted = first.clone();
        var secondSorted = second.clone();
        Arrays.sort(firstSorted);
        Arrays.sort(secondSorted);
        return ofSorted(firstSorted, secondSorted);
    }

    /// Both sides in the order of `Double.compare`: one pass that merges them, without a copy.
    static Ranks ofSorted(double[] first, double[] second) {
        var sumOfFirst = 0.0;
        var tieTerm = 0.0;
        var i = 0;
        var j = 0;
        while (i < first.length) {
            var value = j == second.length || compare(first[i], second[j]) <= 0 ? first[i] : second[j];
            var before = i + j;
            var ownBefore = i;
            while (i < first.length && isTied(first[i], value)) {
                i++;
            }
            while (j < second.length && isTied(second[j], value)) {
                j++;
            }
            var size = i + j - before;
            sumOfFirst += (i - ownBefore) * (before + (size + 1) / 2.0);
            tieTerm += size == 1 ? 0.0 : tieTerm(size);
        }
        return new Ranks(sumOfFirst, tieTerm + tiesFrom(second, j));
    }

    /// Of what is left of the second side when the first has no more values.
    private static double tiesFrom(double[] sorted, int start) {
        var term = 0.0;
        for (var from = start; from < sorted.length; ) {
            var end = from + 1;
            while (end < sorted.length && isTied(sorted[end], sorted[from])) {
                end++;
            }
            term += tieTerm(end - from);
            from = end;
        }
        return term;
    }

    private static double tieTerm(int count) {
        var size = (double) count;
        return size * size * size - size;
    }

    /// As `Double.compare`, whose own form looks at bits where most values need no more than this.
    private static int compare(double one, double other) {
        if (one < other) {
            return -1;
        }
        return one > other ? 1 : Double.compare(one, other);
    }

    /// Values are tied when `Double.compare` calls them equal, so -0.0 ranks below 0.0 as in the reference.
    private static boolean isTied(double one, double other) {
        return !(one < other) && !(one > other) && Double.compare(one, other) == 0;
    }
}
