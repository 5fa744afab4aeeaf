package io.gennaker.outbox.store;

/// A record that the bus will never take, and why.
public record Refusal(BusRecord record, String reason) {}
