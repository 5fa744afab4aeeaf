package io.gennaker.outbox.store;

/// A record that waits to be sent; lower ids of one key go first.
public record OutboxRow(long id, BusRecord record) {}
