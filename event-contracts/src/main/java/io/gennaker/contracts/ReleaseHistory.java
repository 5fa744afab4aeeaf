package io.gennaker.contracts;

/// Comparison of a canary with releases that passed before, as an extra.
///
/// @param releases how many of the last ones
/// @param worseBy percent by which a metric may be worse than their median; beyond, a Pass is Inconclusive
public record ReleaseHistory(int releases, double worseBy) {
    public static final int MOST_RELEASES = 50;

    public ReleaseHistory {
        Check.between("releases", releases, 1, MOST_RELEASES);
        Check.between("worse by", worseBy, 0.0, 10_000.0);
    }
}
