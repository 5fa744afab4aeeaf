package io.gennaker.cli.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What people were told by a rule.
///
/// @param failure why they were not; null where they were
public record NoticeLine(
        String id,
        String executionId,
        String rule,
        String occasion,
        String channel,
        String to,
        @Nullable String failure,
        Instant at) {}
