package io.gennaker.console.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An earlier attempt at a stage.
///
/// @param number from 1
/// @param reason why there was another one
public record AttemptView(int number, @Nullable String reason, Instant startedAt, Instant endedAt) {}
