package io.gennaker.cli.connect;

import java.util.Locale;

/// What was done, or would be, from least to most.
public enum Change {
    /// there is nothing to set up
    NONE,
    UNCHANGED,
    CHANGED,
    CREATED;

    Change and(Change other) {
        return compareTo(other) > 0 ? this : other;
    }

    public String word() {
        return this == NONE ? "-" : name().toLowerCase(Locale.ROOT);
    }
}
