package io.gennaker.outbox.store;

/// A lease that was renewed, and whether its operation was asked to end.
public record HeldLease(Lease lease, boolean cancelRequested) {}
