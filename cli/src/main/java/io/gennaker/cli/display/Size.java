package io.gennaker.cli.display;

/// How much a terminal shows.
public record Size(int columns, int rows) {
    /// What is assumed where nobody says.
    static final Size USUAL = new Size(80, 24);

    public Size {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("a terminal of " + columns + " columns and " + rows + " rows");
        }
    }
}
