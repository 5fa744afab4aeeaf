package io.gennaker.judges;

/// What to do with values far from the middle half of their side.
public sealed interface Outliers {

    /// Every value counts.
    record Keep() implements Outliers {}

    /// Values beyond `factor` interquartile ranges outside the quartiles are dropped, but never more than about one in
    /// a hundred at each end.
    record Remove(double factor) implements Outliers {
        public Remove {
            if (!(factor > 0.0)) {
                throw new IllegalArgumentException("outlier factor: found " + factor + ", must be greater than 0");
            }
        }
    }
}
