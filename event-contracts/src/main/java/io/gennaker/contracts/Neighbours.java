package io.gennaker.contracts;

/// Services around a canary that are judged with it: what it does to those that it calls, and what those see that call
/// it, each beside the same of the baseline.
///
/// @param allowedIncrease how many times of the baseline's errors, latency or number of calls do not matter
public record Neighbours(boolean callers, boolean callees, double allowedIncrease) {
    public Neighbours {
        Check.between("allowed increase", allowedIncrease, 1.0, 1_000.0);
    }
}
