package io.gennaker.deployer.drift;

/// What is done about weights that somebody else changed.
public enum OnDrift {
    /// The intended weights are written again.
    CORRECT,
    /// It is only told.
    HOLD
}
