package io.gennaker.outbox.store;

import java.time.Instant;

/// A timer.
///
/// @param cause what it was set for
public record TimerRow(String id, String key, Instant due, String payload, Cause cause) {}
