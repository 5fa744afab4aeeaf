package io.gennaker.outbox.store;

import java.time.Duration;

/// How much waits in the outbox.
///
/// @param rows waiting to be sent
/// @param oldest age of the oldest of them; zero when there is none
/// @param refused rows that the bus will never take, kept for a person to look at
public record OutboxBacklog(long rows, Duration oldest, long refused) {}
