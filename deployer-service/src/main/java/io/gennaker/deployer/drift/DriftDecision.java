package io.gennaker.deployer.drift;

/// What to do about a drift.
public sealed interface DriftDecision {
    /// It was answered already.
    record Answered() implements DriftDecision {}

    /// Look again a little later.
    record Later() implements DriftDecision {}

    /// Record the answer, say so, and begin a correction if that is the answer.
    record Reply(PastDrift.Answer answer, String said) implements DriftDecision {}
}
