package io.gennaker.console.deadletter;

import java.time.Instant;

/// One time that a dead letter was sent back.
///
/// @param number from 1
/// @param by user
/// @param requestId chosen by the caller: the same names the same replay
public record Replay(int number, String by, Instant at, String requestId) {}
