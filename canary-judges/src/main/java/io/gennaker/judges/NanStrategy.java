package io.gennaker.judges;

/// What a missing value (NaN) means: nothing was measured, or the thing counted did not happen.
public enum NanStrategy {
    /// Leave the value out, on its side alone.
    REMOVE,
    /// Read the value as 0.0, for instance for a rate of errors that has no series while there are none.
    REPLACE
}
