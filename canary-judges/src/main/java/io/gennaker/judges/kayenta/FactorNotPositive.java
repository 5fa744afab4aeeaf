package io.gennaker.judges.kayenta;

/// An outlier factor by which nothing can be told apart.
final class FactorNotPositive extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    FactorNotPositive(String place, double found) {
        super(place + ": found " + found + ", must be greater than 0");
    }
}
