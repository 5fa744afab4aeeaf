package io.gennaker.acceptance;

import java.time.Instant;

/// A kill that was carried out.
///
/// @param delivery that was under way, from 0
/// @param at when the service was alive for the last time
record DoneKill(Kill kill, int delivery, Instant at) {}
