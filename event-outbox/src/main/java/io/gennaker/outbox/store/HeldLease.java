package io.gennaker.outbox.store;

/// A lease that is still held, and whether its operation was asked to end.
///
/// @param renewed false when a transaction is at the operation just now, perhaps one of its own: it lasts as before
public record HeldLease(Lease lease, boolean renewed, boolean cancelRequested) {}
