package io.gennaker.pipeline.problem;

/// A place in a text; line and column count from 1, columns in code points.
public record Location(int line, int column) {
    public static final Location START = new Location(1, 1);

    /// The place `columns` further right.
    public Location right(int columns) {
        return new Location(line, column + columns);
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
