package io.gennaker.outbox.store;

/// A timer whose time has come, as last seen.
///
/// @param failures how often firing it failed
public record DueTimer(String id, String key, int failures) {}
