package io.gennaker.outbox.store;

/// The right to run one operation. Each claim gives a higher token; a write with an older one changes nothing.
public record Lease(String operation, long token) {}
