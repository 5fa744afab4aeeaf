package io.gennaker.outbox.store;

/// An operation to be recorded.
public record NewOperation(String id, String key, String command, Cause cause) {}
