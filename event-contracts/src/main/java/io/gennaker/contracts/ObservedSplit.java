package io.gennaker.contracts;

/// Shares of requests that were measured, in percent, and over how many requests.
public record ObservedSplit(double release, double baseline, double canary, long requests) {
    public ObservedSplit {
        Check.finite("release share", release);
        Check.finite("baseline share", baseline);
        Check.finite("canary share", canary);
        if (requests < 0) {
            throw new IllegalArgumentException("requests is " + requests + "; at least 0 is allowed");
        }
    }
}
