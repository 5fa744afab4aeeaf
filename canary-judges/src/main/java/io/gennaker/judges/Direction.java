package io.gennaker.judges;

/// The direction of change that is bad for a metric.
public enum Direction {
    INCREASE,
    DECREASE,
    EITHER;

    public boolean minds(Direction change) {
        return this == EITHER || this == change;
    }
}
