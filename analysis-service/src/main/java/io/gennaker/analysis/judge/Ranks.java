package io.gennaker.analysis.judge;

import java.util.Arrays;

/// Ranks of two sides among each other, ascending from 1, ties sharing their average rank.
///
/// @param sumOfFirst the sum of the ranks of the first side
/// @param tieTerm the sum of t³ - t over the groups of t tied values
record Ranks(double sumOfFirst, double tieTerm) {

    static Ranks of(double[] first, double[] second) {
        var all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        Arrays.sort(all);

        var ownSorted = first.clone();
        Arrays.sort(ownSorted);

        var sumOfFirst = 0.0;
        var tieTerm = 0.0;
        var own = 0;
        for (var start = 0; start < all.length; ) {
            var end = endOfTie(all, start);
            var size = (double) (end - start);
            var rank = (start + 1 + end) / 2.0;
            for (; own < ownSorted.length && Double.compare(ownSorted[own], all[start]) == 0; own++) {
                sumOfFirst += rank;
            }
            tieTerm += size * size * size - size;
            start = end;
        }
        return new Ranks(sumOfFirst, tieTerm);
    }

    /// Values are tied when `Double.compare` calls them equal, so -0.0 ranks below 0.0 as in the reference.
    private static int endOfTie(double[] sorted, int start) {
        var end = start + 1;
        while (end < sorted.length && Double.compare(sorted[end], sorted[start]) == 0) {
            end++;
        }
        return end;
    }
}
